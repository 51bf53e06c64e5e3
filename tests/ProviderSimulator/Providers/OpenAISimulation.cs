using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

internal sealed class OpenAISimulation : ISimulatedProvider
{
    private const string Key = "sim-openai-key";

    public string Name => "openai";

    public IdForm Ids { get; } = new WordIds(
        new(
            [.. OpenAIShape.Words, "completed_clean", "completed_allfailed", "nousage"],
            ["badid400", "missingscope401", "missingscope403", "quota429", "retryafterms429", "overloaded503"]),
        "batch_");

    public IReadOnlyList<string> Life => OpenAIShape.Life;

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/openai/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/batches/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer switch
    {
        Key => null,
        null =>
            Invalid(401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth."),
        _ => Fault("unauthorized", request),
    };

    public Reply WrongPath(SimulatedRequest request) => Invalid(404, $"Invalid URL (GET {request.Path})");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var clean = word == "completed_clean";
        var plain = word switch { "completed_clean" or "completed_allfailed" => "completed", "nousage" => "in_progress", _ => word };
        var batch = OpenAIShape.Batch(plain, figures);
        if (clean)
        {
            batch["request_counts"] = OpenAIShape.Counts(figures.Total, figures.Total, 0);
            batch["error_file_id"] = null;
            batch["metadata"] = null;
        }
        if (word == "completed_allfailed")
        {
            batch["request_counts"] = OpenAIShape.Counts(figures.Total, 0, figures.Total);
            batch["output_file_id"] = null;
        }
        // Batches made before September 2025 have neither.
        if (word == "nousage")
        {
            batch.Remove("usage");
            batch.Remove("model");
        }
        return Identified(Reply.Json(200, batch));
    }

    public Reply Fault(string name, SimulatedRequest request) => Identified(name switch
    {
        "unauthorized" =>
            Invalid(
                401,
                "Incorrect API key provided: sim-****-key. You can find your API key at https://platform.openai.com/account/api-keys.",
                "invalid_api_key"),
        "forbidden" => OpenAIShape.Error(403, "You have insufficient permissions for this operation.", "invalid_request_error"),
        "missingscope401" =>
            Reply.Json(401, new JsonObject { ["error"] = "You have insufficient permissions for this operation. Missing scopes: api.batch.read." }),
        "missingscope403" => Invalid(403, "You have insufficient permissions for this operation. Missing scopes: api.batch.read."),
        "ratelimited" =>
            OpenAIShape.Error(429, "Rate limit reached for requests.", "requests", "rate_limit_exceeded").With("Retry-After", "30"),
        "retryafterms429" =>
            OpenAIShape.Error(429, "Rate limit reached for requests.", "requests", "rate_limit_exceeded").With("retry-after-ms", "1500"),
        "quota429" =>
            OpenAIShape.Error(429, "You exceeded your current quota, please check your plan.", "insufficient_quota", "insufficient_quota")
                .With("x-should-retry", "false"),
        "badid400" =>
            Invalid(400, $"Invalid 'batch_id': '{request.Id}'. Expected an ID that begins with 'batch'.", "invalid_value", "batch_id"),
        "error500" => OpenAIShape.Error(500, "The server had an error while processing your request.", "server_error"),
        "error503" => OpenAIShape.Error(503, "The engine is currently overloaded, please try again later.", "server_error"),
        "overloaded503" =>
            OpenAIShape.Error(503, "The engine is currently overloaded, please try again later.", "server_error")
                .With("Retry-After", "30").With("x-should-retry", "true"),
        _ => Invalid(404, $"No batch found with id '{request.Id}'."),
    });

    private static Reply Invalid(int status, string message, string? code = null, string? param = null)
        => OpenAIShape.Error(status, message, "invalid_request_error", code, param);

    private static Reply Identified(Reply reply) => reply.With("x-request-id", "req_sim_openai_0001");
}

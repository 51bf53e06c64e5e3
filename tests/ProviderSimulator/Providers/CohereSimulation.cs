using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Cohere's two kinds: batches under v2 and embed jobs under v1. Each knows nothing of the other's ids.</summary>
internal sealed class CohereSimulation : ISimulatedProvider
{
    private const string Key = "sim-cohere-key";
    private const string Prefix = "BATCH_STATUS_";
    private const string Embed = "embed_";
    private const string EmbedPath = "/v1/embed-jobs/";

    public string Name => "cohere";

    public IdForm Ids { get; } = CodedIds.Uuid(new(
        [
            .. new[] { "UNSPECIFIED", "QUEUED", "IN_PROGRESS", "CANCELING", "COMPLETED", "FAILED", "CANCELED", "CANCELLED", "UNHEARD_OF" }
                .Select(word => new SimulatedState(Prefix + word, word.ToLowerInvariant())),
            "completed_clean", "minimal", "embed_processing", "embed_complete", "embed_cancelling", "embed_cancelled", "embed_failed", "embed_unheard_of",
        ],
        ["badrequest400", "nokey401", "billing402", "unprocessable422", "reset429", "trial429", "token498", "cancelled499", "notimplemented501", "timeout504"]));

    public IReadOnlyList<string> Life { get; } = ["BATCH_STATUS_QUEUED", "BATCH_STATUS_IN_PROGRESS", "BATCH_STATUS_COMPLETED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/cohere",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v2/batches/") ?? request.SegmentBehind(EmbedPath);

    public Reply? Refuse(SimulatedRequest request) => request.Bearer switch
    {
        Key => null,
        null => Fault("nokey401", request),
        _ => Fault("unauthorized", request),
    };

    public Reply WrongPath(SimulatedRequest request) => Error(404, "invalid route");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var embed = word.StartsWith(Embed, StringComparison.Ordinal);
        if (embed != request.Path.StartsWith(EmbedPath, StringComparison.Ordinal) && request.Path.Length > 0)
            return Fault("notfound", request);
        return Reply.Json(200, embed ? EmbedJob(word[Embed.Length..], figures) : new JsonObject { ["batch"] = Batch(word, figures) });
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "invalid api token", identified: true),
        "nokey401" => Error(401, "no api key supplied"),
        "billing402" => Error(402, "Please add or update your payment method to continue."),
        "forbidden" => Error(403, "you do not have permission to access this resource"),
        "badrequest400" => Error(400, "invalid request: the id is not a valid identifier"),
        "unprocessable422" => Error(422, "the request could not be processed"),
        "ratelimited" =>
            Error(429, "You are past the per minute request limit, please wait and try again later.").With("Retry-After", "30"),
        "reset429" => Error(429, "You are past the per minute request limit.").With("X-RateLimit-Reset", "1795300030"),
        "trial429" => Error(429, "You are using a Trial key, which is limited to 1000 API calls / month."),
        "token498" => Error(498, "the token is invalid"),
        "cancelled499" => Error(499, "the request was cancelled"),
        "error500" => Error(500, "internal server error", identified: true),
        "notimplemented501" => Error(501, "not implemented"),
        "error503" => Error(503, "service unavailable"),
        "timeout504" => Error(504, "gateway timeout"),
        _ => Error(404, $"batch or job with id {request.Id} not found", identified: true),
    };

    private static JsonObject Batch(string word, BatchFigures figures)
    {
        var status = word switch { "completed_clean" => Prefix + "COMPLETED", "minimal" => null, _ => word };
        // Only these three are always there.
        if (status is null)
            return new() { ["name"] = figures.Name("nightly-"), ["input_dataset_id"] = figures.Name("ds-in-"), ["model"] = "command-a-03-2025" };

        var at = status switch
        {
            "BATCH_STATUS_UNSPECIFIED" or "BATCH_STATUS_QUEUED" or "BATCH_STATUS_FAILED" => figures.At(0),
            "BATCH_STATUS_COMPLETED" => figures.At(1),
            "BATCH_STATUS_CANCELING" or "BATCH_STATUS_CANCELED" or "BATCH_STATUS_CANCELLED" => figures.At(0.5),
            _ => figures,
        };
        var failed = word == "completed_clean" ? 0 : at.Failed;
        var batch = new JsonObject
        {
            ["id"] = at.Id,
            ["name"] = at.Name("nightly-"),
            ["creator_id"] = "u-1",
            ["org_id"] = "o-1",
            ["status"] = status,
            ["created_at"] = BatchFigures.Iso(at.Created, 3),
            ["updated_at"] = BatchFigures.Iso(at.Share is 0 ? at.Started : at.Ended, 3),
            ["input_dataset_id"] = at.Name("ds-in-"),
            ["model"] = "command-a-03-2025",
            ["input_tokens"] = (at.Done * 512).ToString(CultureInfo.InvariantCulture),
            ["output_tokens"] = (at.Done * 90).ToString(CultureInfo.InvariantCulture),
            ["num_records"] = at.Total,
            ["num_successful_records"] = at.Done - failed,
            ["num_failed_records"] = failed,
        };
        if (status is "BATCH_STATUS_COMPLETED" or "BATCH_STATUS_CANCELED" or "BATCH_STATUS_CANCELLED")
            batch["output_dataset_id"] = at.Name("ds-out-");
        if (status == "BATCH_STATUS_FAILED") batch["status_reason"] = "The input dataset failed validation.";
        return batch;
    }

    private static JsonObject EmbedJob(string status, BatchFigures figures) => new()
    {
        ["job_id"] = figures.Id,
        ["name"] = figures.Name("vectors-"),
        ["status"] = status,
        ["created_at"] = BatchFigures.Iso(figures.Created),
        ["input_dataset_id"] = figures.Name("ds-in-"),
        ["output_dataset_id"] = status == "complete" ? figures.Name("ds-out-") : null,
        ["model"] = "embed-v4.0",
        ["truncate"] = "END",
        ["meta"] = new JsonObject
        {
            ["api_version"] = new JsonObject { ["version"] = "1" },
            ["billed_units"] = new JsonObject { ["input_tokens"] = 512 },
            ["warnings"] = new JsonArray("a warning"),
        },
    };

    private static Reply Error(int status, string message, bool identified = false)
    {
        var body = new JsonObject { ["message"] = message };
        if (identified) body["id"] = "sim-cohere-1";
        return Reply.Json(status, body);
    }
}

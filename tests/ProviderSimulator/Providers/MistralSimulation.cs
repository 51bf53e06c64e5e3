using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

internal sealed class MistralSimulation : ISimulatedProvider
{
    private const string Key = "sim-mistral-key";

    public string Name => "mistral";

    public IdForm Ids { get; } = CodedIds.Uuid(new(
        [
            "QUEUED", "RUNNING", "SUCCESS", "FAILED", "TIMEOUT_EXCEEDED", "CANCELLATION_REQUESTED", "CANCELLED", "UNHEARD_OF", "SUCCESS_clean",
            "SUCCESS_inline", "FAILED_many", "RUNNING_agent",
        ],
        ["unauthorizeddetail401", "notfounddetail404", "badid422", "plain500"]));

    public IReadOnlyList<string> Life { get; } = ["QUEUED", "RUNNING", "SUCCESS"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/mistral/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/batch/jobs/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request)
        => Reply.Json(404, new JsonObject { ["message"] = "no Route matched with those values", ["request_id"] = "sim-mistral-1" });

    public Reply State(string word, BatchFigures figures, SimulatedRequest request) => Reply.Json(200, Job(word, figures, request));

    public Reply Huge(BatchFigures figures, SimulatedRequest request)
    {
        var job = Job("SUCCESS", figures, request);
        job["outputs"] = new JsonArray("@huge@");
        return Reply.Json(200, job).Repeating(Line(figures, new string('t', 900)).ToJsonString());
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Reply.Json(401, new JsonObject { ["message"] = "Unauthorized", ["request_id"] = "sim-mistral-1" }),
        "unauthorizeddetail401" => Reply.Json(401, new JsonObject { ["detail"] = "Unauthorized" }),
        "forbidden" => Error(403, "You do not have access to this resource.", "forbidden"),
        "ratelimited" => Reply.Json(429, new JsonObject { ["message"] = "Requests rate limit exceeded" }).With("Retry-After", "30"),
        "error500" => Error(500, "Internal server error.", "internal_server_error"),
        "plain500" => Reply.Text(500, "Internal Server Error"),
        "error503" => Reply.Text(503, "Service unavailable."),
        "notfounddetail404" => Reply.Json(404, new JsonObject { ["detail"] = "Not Found" }),
        "badid422" => BadId(request),
        _ when !Guid.TryParseExact(request.Id, "d", out _) => BadId(request),
        _ => Error(404, "Batch job not found.", "not_found"),
    };

    private static JsonObject Job(string word, BatchFigures figures, SimulatedRequest request)
    {
        var special = word is "SUCCESS_clean" or "SUCCESS_inline" or "FAILED_many" or "RUNNING_agent";
        var cut = special ? word.IndexOf('_', StringComparison.Ordinal) : word.Length;
        var (status, variant) = (word[..cut], word[cut..]);
        var at = status switch
        {
            "QUEUED" or "FAILED" => figures.At(0),
            "SUCCESS" => figures.At(1),
            "TIMEOUT_EXCEEDED" => figures.At(0.7),
            "CANCELLATION_REQUESTED" or "CANCELLED" => figures.At(0.5),
            _ => figures,
        };
        var failed = variant == "_clean" ? 0 : at.Failed;
        var files = status is "SUCCESS" or "TIMEOUT_EXCEEDED" or "CANCELLED" && variant != "_inline";
        var over = status is "SUCCESS" or "TIMEOUT_EXCEEDED" or "CANCELLED" or "FAILED";
        return new()
        {
            ["id"] = at.Id,
            ["object"] = "batch",
            ["input_files"] = variant == "_inline" ? new JsonArray() : new JsonArray(at.Uuid(1)),
            ["metadata"] = variant == "_clean" ? null : new JsonObject { ["team"] = "docs" },
            ["endpoint"] = "/v1/chat/completions",
            ["model"] = variant == "_agent" ? null : "mistral-small-latest",
            ["agent_id"] = variant == "_agent" ? "ag_sim" : null,
            ["output_file"] = files ? at.Uuid(2) : null,
            ["error_file"] = files && failed > 0 ? at.Uuid(3) : null,
            ["errors"] = Errors(status, variant, failed),
            ["outputs"] = request.Query("inline") == "true" && status == "SUCCESS" ? new JsonArray(Line(at, "Hello.")) : null,
            ["status"] = status,
            ["created_at"] = at.Created,
            ["started_at"] = OpenAIShape.When(status is not ("QUEUED" or "FAILED"), at.Started),
            ["completed_at"] = OpenAIShape.When(over, status == "TIMEOUT_EXCEEDED" ? at.Expires : at.Ended),
            ["total_requests"] = status == "FAILED" ? 0 : at.Total,
            // Successes and failures together, whatever the name suggests.
            ["completed_requests"] = at.Done,
            ["succeeded_requests"] = at.Done - failed,
            ["failed_requests"] = failed,
        };
    }

    private static JsonArray Errors(string status, string variant, int failed) => (status, variant) switch
    {
        ("FAILED", "_many") => [Error("Invalid request body", 3), Error("Model not found", 1)],
        ("FAILED", _) => [Error("Model not found", 1)],
        ("SUCCESS", _) when failed > 0 => [Error("Invalid request body", failed)],
        _ => [],
    };

    private static JsonObject Error(string message, int count) => new() { ["message"] = message, ["count"] = count };

    private static JsonObject Line(BatchFigures at, string text) => new()
    {
        ["id"] = at.Name("line-"),
        ["status"] = "FAILED",
        ["response"] = new JsonObject { ["status_code"] = 200, ["body"] = new JsonObject { ["content"] = text } },
    };

    private static Reply BadId(SimulatedRequest request) => Reply.Json(422, new JsonObject
    {
        ["detail"] = new JsonArray(new JsonObject
        {
            ["type"] = "uuid_parsing",
            ["loc"] = new JsonArray("path", "job_id"),
            ["msg"] = "Input should be a valid UUID, invalid character",
            ["input"] = request.Id,
            ["ctx"] = new JsonObject { ["error"] = "invalid character" },
        }),
    });

    private static Reply Error(int status, string message, string type) => Reply.Json(status, new JsonObject
    {
        ["object"] = "error",
        ["message"] = message,
        ["type"] = type,
        ["param"] = null,
        ["code"] = null,
    });
}

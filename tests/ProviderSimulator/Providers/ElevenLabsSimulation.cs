using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Batch calling. The recipients are people, with names and phone numbers, none of which may come out anywhere.</summary>
internal sealed class ElevenLabsSimulation : ISimulatedProvider
{
    private const string Key = "sim-elevenlabs-key";

    public string Name => "elevenlabs";

    public IdForm Ids { get; } = new WordIds(
        new(
            [
                "pending", "in_progress", "completed", "failed", "cancelled", "unheard_of",
                "in_progress_older", "completed_norecipients", "completed_clean", "in_progress_retried",
            ],
            ["oldkey401", "validation422", "concurrent429", "toomany429", "systembusy429", "reset429", "timeout408"]),
        "btcal_");

    public IReadOnlyList<string> Life { get; } = ["pending", "in_progress", "completed"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/elevenlabs/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/convai/batch-calling/");

    public Reply? Refuse(SimulatedRequest request) => request.Header("xi-api-key") switch
    {
        Key => null,
        null =>
            Error(401, "authentication_error", "missing_api_key", "needs_authorization", "Neither authorization header nor xi-api-key received, please provide one."),
        _ => Fault("unauthorized", request),
    };

    public Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "Not Found");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var batch = ElevenLabsBatch.Of(word.EndsWith("_of", StringComparison.Ordinal) ? word : Status(word), figures, word == "completed_clean");
        switch (word)
        {
            // The schema of August 2025.
            case "in_progress_older":
                batch.Remove("total_calls_finished");
                batch.Remove("retry_count");
                break;
            case "in_progress_retried": batch["retry_count"] = 1; break;
            case "completed_norecipients": batch.Remove("recipients"); break;
        }
        return Reply.Json(200, batch);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        // "workspace" and "submit" are siblings of the ids: whoever lets them through as ids meets other routes.
        _ when request.Id == "workspace" => Reply.Json(200, new JsonObject { ["batch_calls"] = new JsonArray(), ["next_doc"] = null, ["has_more"] = false }),
        _ when request.Id == "submit" => DetailError.Text(405, "Method Not Allowed"),
        "unauthorized" => Error(401, "authentication_error", "invalid_api_key", "invalid_api_key", "Invalid API key"),
        "oldkey401" =>
            Reply.Json(401, new JsonObject { ["detail"] = new JsonObject { ["status"] = "invalid_api_key", ["message"] = "Invalid API key" } }),
        "forbidden" =>
            Error(403, "authorization_error", "missing_permissions", "missing_permissions", "The API key you used is missing the permission convai_read to execute this operation."),
        "ratelimited" => Limited("rate_limit_exceeded").With("Retry-After", "30"),
        "reset429" => Limited("rate_limit_exceeded").With("X-RateLimit-Reset", $"{BatchFigures.Epoch + 30}"),
        "concurrent429" => Limited("concurrent_limit_exceeded"),
        "toomany429" => Older("too_many_concurrent_requests", "Too many concurrent requests."),
        "systembusy429" => Older("system_busy", "We are sorry, the system is too busy to call Bo Sample (4915550 00002)."),
        "validation422" => DetailError.Invalid("batch_id", "Value is not a valid batch id, as for Cleo Muster"),
        "timeout408" => Error(408, "timeout_error", "request_timeout", "request_timeout", "The request timed out; ada@example.org was not told"),
        "error500" => Error(500, "internal_error", "internal_error", "internal_error", "The call to Ada Example (+15550100001) could not be read"),
        "error503" => Error(503, "internal_error", "service_unavailable", "service_unavailable", "The service is unavailable"),
        _ => Error(404, "not_found_error", "batch_call_not_found", "batch_call_not_found", $"Batch call with id {request.Id} not found", "batch_id"),
    };

    private static string Status(string word) => word.StartsWith("in_progress", StringComparison.Ordinal) ? "in_progress" : word.Split('_')[0];

    private static Reply Limited(string code) => Error(429, "rate_limit_error", code, code, "You have exceeded your limit");

    private static Reply Older(string status, string message)
        => Reply.Json(429, new JsonObject { ["detail"] = new JsonObject { ["status"] = status, ["message"] = message } });

    private static Reply Error(int status, string type, string code, string legacy, string message, string? param = null) => Reply.Json(status, new JsonObject
    {
        ["detail"] = new JsonObject
        {
            ["type"] = type,
            ["code"] = code,
            ["message"] = message,
            ["status"] = legacy,
            ["request_id"] = "req_sim_elevenlabs_0001",
            ["param"] = param,
        },
    });
}

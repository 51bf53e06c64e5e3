using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>xAI has no status text: the states here are made of counters and dates.</summary>
internal sealed class XaiSimulation(TimeProvider time) : ISimulatedProvider
{
    private const string Key = "sim-xai-key";

    public string Name => "xai";

    public IdForm Ids { get; } = CodedIds.Uuid(
        new(
            [
                "validating", "in_progress", "completed", "failed", "cancelling", "cancelled", "expired", "nostate", "completed_clean", "completed_reverted",
                "in_progress_texts", "in_progress_rfc3339", "cancelled_byxai",
            ],
            ["badkey400", "precondition412", "exhausted429"]),
        "batch_");

    public IReadOnlyList<string> Life { get; } = ["validating", "in_progress", "completed"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/xai/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/batches/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request) => Reply.Text(404, "");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var created = figures.Created - (word == "expired" ? 365 * 86400L : 0);
        // No client may take a running batch for expired because the calendar went on.
        var expires = word == "expired" ? created + 30 * 86400 : Math.Max(created + 30 * 86400, time.GetUtcNow().ToUnixTimeSeconds() + 20 * 86400);
        var full = word == "in_progress_rfc3339";
        var cancel = word is "failed" or "cancelling" or "cancelled" or "cancelled_byxai" or "completed_reverted";
        var state = State(word, figures);
        var batch = new JsonObject
        {
            ["batch_id"] = figures.Id,
            ["name"] = figures.Name("nightly-"),
            ["create_time"] = Date(created, full),
            ["expire_time"] = Date(expires, full),
            ["create_api_key_id"] = "key-1",
            ["cancel_time"] = cancel ? Date(created, full) : null,
            ["cancel_by_xai_message"] = word switch
            {
                "failed" => "JSONL file validation failed: line 2: invalid JSON",
                "cancelled_byxai" => "The batch was cancelled because of an internal limit.",
                _ => null,
            },
            ["state"] = state,
            ["cost_breakdown"] = Cost((int)state["num_success"]! + (int)state["num_error"]!, figures),
            ["input_file_id"] = figures.Name("file_"),
        };
        if (word == "in_progress_texts") batch["state"] = Texts(state);
        if (word == "nostate") batch.Remove("state");
        return Reply.Json(200, batch);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        // A wrong key is a 400 here.
        "unauthorized" or "badkey400" => Error(400, "Client specified an invalid argument",
            "Incorrect API key provided: si***ey. You can obtain an API key from https://console.x.ai."),
        "forbidden" =>
            Error(403, "The caller does not have permission to execute the specified operation", "Your team is not allowed to do this."),
        "precondition412" =>
            Error(412, "The system is not in a state required for the operation's execution", "The team has no credits left."),
        "ratelimited" or "exhausted429" => Error(429, "Some resource has been exhausted", "Too many requests for team."),
        "error500" => Error(500, "Internal error", "An internal error occurred."),
        "error503" => Error(503, "The service is currently unavailable", "Service temporarily unavailable."),
        _ => Error(404, "Some requested entity was not found", $"Batch {request.Id} not found."),
    };

    private static JsonObject State(string word, BatchFigures figures)
    {
        var (total, half) = (figures.Total, figures.At(0.5));
        return word switch
        {
            "validating" or "failed" => Counters(0, 0, 0, 0, 0),
            "completed" => Counters(total, 0, figures.At(1).Succeeded, figures.At(1).Failed, 0),
            // After a cancel the counters were seen to go back to success.
            "completed_clean" or "completed_reverted" => Counters(total, 0, total, 0, 0),
            "cancelling" => Counters(total, 5, half.Succeeded, half.Failed, half.Pending - 5),
            "cancelled" or "cancelled_byxai" => Counters(total, 0, half.Succeeded, half.Failed, half.Pending),
            _ => Counters(total, Math.Max(1, figures.Pending), figures.Succeeded, figures.Failed, 0),
        };
    }

    private static JsonObject Counters(int requests, int pending, int success, int error, int cancelled) => new()
    {
        ["num_requests"] = requests,
        ["num_pending"] = pending,
        ["num_success"] = success,
        ["num_error"] = error,
        ["num_cancelled"] = cancelled,
    };

    private static JsonObject Texts(JsonObject counters)
        => new(counters.Select(counter => KeyValuePair.Create(counter.Key, (JsonNode?)counter.Value!.ToString())));

    private static JsonObject Cost(int requests, BatchFigures figures) => new()
    {
        ["total_cost_usd_ticks"] = 12345000L * requests,
        ["endpoint_costs"] = new JsonArray(new JsonObject
        {
            ["endpoint"] = "/v1/chat/completions",
            ["cost_usd_ticks"] = 12345000L * requests,
            ["request_count"] = requests,
        }),
        ["calculation_time"] = Date(figures.Created, false),
    };

    private static string Date(long seconds, bool full)
        => full ? BatchFigures.Iso(seconds) : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Reply Error(int status, string code, string error)
        => Reply.Json(status, new JsonObject { ["code"] = code, ["error"] = error });
}

using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Message Batches: one word for every end, told apart by the counts.</summary>
internal sealed class AnthropicSimulation : ISimulatedProvider
{
    private const string Key = "sim-anthropic-key";
    private static readonly string[] Versions = ["2023-06-01", "2026-10-21"];

    public string Name => "anthropic";

    public IdForm Ids { get; } = new WordIds(
        new(
            [
                "in_progress", "canceling", "ended", "unheard_of", "in_progress_still", "in_progress_hint", "ended_clean", "ended_allerrored",
                "ended_canceled", "ended_partlycanceled", "ended_expired", "ended_partlyexpired", "ended_archived",
            ],
            ["onhold400", "billing402", "conflict409", "spendlimit429", "timeout504", "overloaded529"]),
        "msgbatch_",
        "x");

    public IReadOnlyList<string> Life { get; } = ["in_progress", "ended"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/anthropic",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/messages/batches/");

    public Reply? Refuse(SimulatedRequest request)
    {
        if ((request.Header("x-api-key") ?? request.Bearer) is not { } key)
            return Error(401, "authentication_error", "x-api-key header is required");
        if (key != Key) return Fault("unauthorized", request);
        return request.Header("anthropic-version") switch
        {
            null => Error(400, "invalid_request_error", "anthropic-version: header is required"),
            { } version when !Versions.Contains(version)
                => Error(400, "invalid_request_error", $"anthropic-version: \"{version}\" is not a valid version"),
            _ => null,
        };
    }

    public Reply WrongPath(SimulatedRequest request) => Error(404, "not_found_error", "Not found");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var cut = word.IndexOf('_', word.StartsWith("in_", StringComparison.Ordinal) ? 3 : 0);
        var (status, variant) = word == "unheard_of" || cut < 0 ? (word, "") : (word[..cut], word[(cut + 1)..]);
        var ended = status == "ended";
        var at = ended ? figures.At(1) : figures;
        var end = variant.EndsWith("expired", StringComparison.Ordinal) ? at.Expires + 2 : at.Ended;
        var cancel = status == "canceling" || variant.EndsWith("canceled", StringComparison.Ordinal);
        var batch = new JsonObject
        {
            ["id"] = at.Id,
            ["type"] = "message_batch",
            ["processing_status"] = status,
            ["request_counts"] = Counts(variant, at),
            ["created_at"] = BatchFigures.Iso(at.Created, 6, "+00:00"),
            ["expires_at"] = BatchFigures.Iso(at.Expires, 6, "+00:00"),
            ["ended_at"] = ended ? BatchFigures.Iso(end, 6, "+00:00") : null,
            ["cancel_initiated_at"] = cancel ? BatchFigures.Iso(at.CancelAsked) : null,
            ["archived_at"] = variant == "archived" ? BatchFigures.Iso(at.Created + 29 * 86400) : null,
            ["results_url"] = ended && variant != "archived" ? $"https://api.anthropic.com/v1/messages/batches/{at.Id}/results" : null,
        };
        var reply = Identified(Reply.Json(200, batch));
        return variant == "hint" ? reply.With("Retry-After", "10") : reply;
    }

    public Reply Fault(string name, SimulatedRequest request) => Identified(name switch
    {
        "unauthorized" => Error(401, "authentication_error", "API key is invalid."),
        "forbidden" => Error(403, "permission_error", "Your API key does not have permission to use the specified resource."),
        "ratelimited" =>
            Limits(Error(429, "rate_limit_error", "This request would exceed your organization's rate limit.")).With("Retry-After", "30"),
        "spendlimit429" =>
            Error(429, "rate_limit_error", "You have reached your specified API usage limits.", "enforced_spend_limit_reached"),
        "onhold400" => Error(400, "invalid_request_error", "This organization is on hold.", "organization_on_hold"),
        "billing402" => Error(402, "billing_error", "There is an issue with your billing or payment information."),
        "conflict409" => Error(409, "conflict_error", "The request conflicts with the current state of the resource."),
        "error500" => Error(500, "api_error", "Internal server error"),
        "error503" => Error(503, "api_error", "Service unavailable"),
        "timeout504" => Error(504, "timeout_error", "The request timed out while processing."),
        "overloaded529" => Error(529, "overloaded_error", "Overloaded"),
        _ => Error(404, "not_found_error", $"Message Batch {request.Id} not found."),
    });

    // The documents say that all but `processing` stay 0 until the end; captures saw them fill. "still" is the former.
    private static JsonObject Counts(string variant, BatchFigures at) => variant switch
    {
        "still" => Counts(at.Total),
        "clean" => Counts(0, succeeded: at.Total),
        "allerrored" => Counts(0, errored: at.Total),
        "canceled" => Counts(0, canceled: at.Total),
        "partlycanceled" => Counts(0, succeeded: 10, canceled: at.Total - 10),
        "expired" => Counts(0, expired: at.Total),
        "partlyexpired" => Counts(0, succeeded: at.Total - 40, expired: 40),
        _ => Counts(at.Pending, at.Succeeded, at.Failed),
    };

    private static JsonObject Counts(int processing, int succeeded = 0, int errored = 0, int canceled = 0, int expired = 0) => new()
    {
        ["processing"] = processing,
        ["succeeded"] = succeeded,
        ["errored"] = errored,
        ["canceled"] = canceled,
        ["expired"] = expired,
    };

    private static Reply Error(int status, string type, string message, string? detail = null)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = message };
        if (detail is not null) error["details"] = new JsonObject { ["error_code"] = detail };
        return Reply.Json(status, new JsonObject { ["type"] = "error", ["error"] = error, ["request_id"] = "req_011SimAnthropic" });
    }

    private static Reply Limits(Reply reply) => reply
        .With("anthropic-ratelimit-requests-limit", "50")
        .With("anthropic-ratelimit-requests-remaining", "0")
        .With("anthropic-ratelimit-requests-reset", "2026-11-21T20:00:00Z");

    private static Reply Identified(Reply reply) => reply.With("request-id", "req_011SimAnthropic");
}

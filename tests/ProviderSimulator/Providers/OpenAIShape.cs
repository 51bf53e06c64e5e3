using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's batch object with all documented fields, as a start for every provider that returns a variant of it.</summary>
internal static class OpenAIShape
{
    /// <summary>The documented eight, and one that is not.</summary>
    public static readonly IReadOnlyList<SimulatedState> Words =
    [
        "validating", "failed", "in_progress", "finalizing", "completed", "expired", "cancelling", "cancelled", "unheard_of",
    ];

    public static readonly IReadOnlyList<string> Life = ["validating", "in_progress", "finalizing", "completed"];

    /// <summary>How far a batch in that state has come; a running one as far as the figures say.</summary>
    public static BatchFigures Reached(string word, BatchFigures figures) => word switch
    {
        "validating" or "failed" => figures.At(0),
        "finalizing" or "completed" => figures.At(1),
        "expired" => figures.At(0.7),
        "cancelling" or "cancelled" => figures.At(0.5),
        _ => figures,
    };

    public static JsonObject Batch(string word, BatchFigures figures)
    {
        var at = Reached(word, figures);
        var ran = word is not ("validating" or "failed");
        var cancel = word is "cancelling" or "cancelled";
        var over = word is "completed" or "expired" or "cancelled";
        return new()
        {
            ["id"] = at.Id,
            ["object"] = "batch",
            ["endpoint"] = "/v1/chat/completions",
            ["model"] = "gpt-5-mini-2025-08-07",
            ["errors"] = word == "failed" ? Errors() : null,
            ["input_file_id"] = at.Name("file-in"),
            ["completion_window"] = "24h",
            ["status"] = word,
            ["output_file_id"] = over && at.Succeeded > 0 ? at.Name("file-out") : null,
            ["error_file_id"] = over && at.Failed > 0 ? at.Name("file-err") : null,
            ["created_at"] = at.Created,
            ["in_progress_at"] = When(ran, at.Started),
            ["expires_at"] = at.Expires,
            ["finalizing_at"] = When(word is "finalizing" or "completed", at.Finalizing),
            ["completed_at"] = When(word == "completed", at.Ended),
            ["failed_at"] = When(word == "failed", at.Created + 12),
            ["expired_at"] = When(word == "expired", at.Expires + 120),
            ["cancelling_at"] = When(cancel, at.CancelAsked),
            ["cancelled_at"] = When(word == "cancelled", at.CancelAsked + 240),
            ["request_counts"] = Counts(ran ? at.Total : 0, at.Succeeded, at.Failed),
            ["usage"] = Usage(at),
            ["metadata"] = new JsonObject { ["team"] = "docs", ["run"] = at.Name("") },
        };
    }

    public static JsonObject Counts(int total, int completed, int failed)
        => new() { ["total"] = total, ["completed"] = completed, ["failed"] = failed };

    /// <summary><c>{"error":{"message","type","param","code"}}</c></summary>
    public static Reply Error(int status, string message, string type, string? code = null, string? param = null) => Reply.Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code },
    });

    public static JsonNode? When(bool happened, long at) => happened ? at : null;

    private static JsonObject Errors() => new() { ["object"] = "list", ["data"] = new JsonArray(DuplicateId()) };

    private static JsonObject DuplicateId() => new()
    {
        ["code"] = "duplicate_custom_id",
        ["message"] = "The custom_id 'r-7' was already used on line 3.",
        ["param"] = "custom_id",
        ["line"] = 7,
    };

    private static JsonObject Usage(BatchFigures at) => new()
    {
        ["input_tokens"] = at.Done * 512,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = at.Done * 2 },
        ["output_tokens"] = at.Done * 90,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = at.Done * 12 },
        ["total_tokens"] = at.Done * 602,
    };
}

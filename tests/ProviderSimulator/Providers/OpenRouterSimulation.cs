using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Results stand inside the batch, one time of ending stands for all, and a 402 carries a whole batch.</summary>
internal sealed class OpenRouterSimulation : ISimulatedProvider
{
    private const string Key = "sk-or-sim-openrouter-key";
    private const string Page = "<!DOCTYPE html><html lang=\"en\"><head><title>Not Found | OpenRouter</title></head><body></body></html>";

    // It has members by the names of the batch's own, which a reader must not take for those.
    private const string Result =
        """
        {"id":"batch_req_77","custom_id":"r7","response":{"status_code":200,"request_id":"gen-77","body":{"id":"gen-77","object":"chat.completion","status":"failed","created_at":1,"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A completion with \"quotes\", {braces}, [brackets] and \\ slashes, long enough to be one of five thousand. Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam erat, sed diam voluptua."}}],"usage":{"prompt_tokens":50,"completion_tokens":90,"total_tokens":140}}},"error":null}
        """;

    private const string FailedResult =
        """
        {"id":"batch_req_78","custom_id":"r8","response":null,"error":{"type":"provider_error","message":"The provider refused the request.","param":null}}
        """;

    public string Name => "openrouter";

    public IdForm Ids { get; } = new WordIds(
        new(
            [.. OpenAIShape.Words, "completed_noresults", "expired_noresults", "in_progress_older", "in_progress_noexpiry"],
            ["credits402", "upstream502", "html404", "retryafter429"]),
        "batch_");

    public IReadOnlyList<string> Life => OpenAIShape.Life;

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/openrouter/api/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/api/v1/batches/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request) => Reply.Text(404, Page, "text/html; charset=utf-8");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var variant = word.EndsWith("_noresults", StringComparison.Ordinal) || word.StartsWith("in_progress_", StringComparison.Ordinal);
        var batch = Batch(variant ? word[..word.LastIndexOf('_')] : word, figures);
        switch (word)
        {
            // The earlier quickstart: no results unless completed.
            case "completed_noresults" or "expired_noresults": batch["results"] = null; break;
            case "in_progress_noexpiry": batch["expires_at"] = batch["provider"] = null; break;
            // Both fields are newer than the first public schema.
            case "in_progress_older":
                batch.Remove("expires_at");
                batch.Remove("provider");
                break;
        }
        return Reply.Json(200, batch);
    }

    public Reply Huge(BatchFigures figures, SimulatedRequest request) => State("completed", figures, request).Inflated("results", Result.Trim());

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "No auth credentials found."),
        "forbidden" => Error(403, "This key may not use the workspace."),
        "ratelimited" => Error(429, "Rate limit exceeded."),
        "retryafter429" => Error(429, "Rate limit exceeded.").With("Retry-After", "30"),
        "error500" => Error(500, "Internal server error."),
        "upstream502" => Error(502, "Upstream batch-api is unavailable."),
        "error503" => Error(503, "Service unavailable."),
        "html404" => WrongPath(request),
        "credits402" => Unpaid(new(request.Id)),
        _ => Error(404, "Batch not found."),
    };

    private static Reply Error(int status, string message)
        => Reply.Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = message } });

    private static Reply Unpaid(BatchFigures figures)
    {
        var batch = Batch("completed", figures);
        batch["results"] = null;
        batch["error"] = new JsonObject { ["code"] = 402, ["message"] = "Insufficient credits to release the results. Add credits and poll again." };
        return Reply.Json(402, batch);
    }

    private static JsonObject Batch(string word, BatchFigures figures)
    {
        var at = OpenAIShape.Reached(word, figures);
        var over = word is "completed" or "failed" or "expired" or "cancelled";
        var ended = word switch { "failed" => at.Created + 50, "expired" => at.Expires + 120, "cancelled" => at.CancelAsked + 240, _ => at.Ended };
        return new()
        {
            ["id"] = at.Id,
            ["object"] = "batch",
            ["endpoint"] = "/v1/chat/completions",
            ["model"] = "acme/model-1",
            ["provider"] = "Acme",
            ["completion_window"] = "24h",
            ["status"] = word,
            ["created_at"] = at.Created,
            ["finalized_at"] = OpenAIShape.When(over, ended),
            ["expires_at"] = at.Expires,
            ["request_counts"] = OpenAIShape.Counts(word == "validating" ? 0 : at.Total, at.Succeeded, at.Failed),
            ["usage"] = over && at.Done > 0 ? Usage(at) : null,
            ["results"] = over && at.Done > 0 ? new JsonArray(JsonNode.Parse(Result), JsonNode.Parse(FailedResult)) : null,
            ["error"] = word == "failed" ? new JsonObject { ["message"] = "Line 7 of the input is not valid JSON." } : null,
        };
    }

    private static JsonObject Usage(BatchFigures at) => new()
    {
        ["prompt_tokens"] = at.Done * 50,
        ["completion_tokens"] = at.Done * 90,
        ["total_tokens"] = at.Done * 140,
        ["cost"] = Math.Round(at.Done * 0.0002, 4),
        ["is_byok"] = false,
    };
}

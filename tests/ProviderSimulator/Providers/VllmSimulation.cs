using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>
/// The gateways of the vLLM family, told apart by the word in the id: llm-d speaks OpenAI's whole schema; <c>native</c> is vLLM's opt-in
/// API (vllm#44445); <c>aibrix</c> drops nulls and knows <c>scheduling</c>; <c>stack</c> is the production-stack's router.
/// </summary>
internal sealed class VllmSimulation() : OpenAIShapedSimulation("vllm", new WordIds(
    new(
        [
            .. OpenAIShape.Words,
            "in_progress_native", "completed_native", "expired_native",
            "scheduling", "validating_aibrix", "in_progress_aibrix", "completed_aibrix", "failed_aibrix",
            "pending", "running", "completed_stack", "failed_stack",
        ],
        ["noroute", "disabled501", "detail404", "detail500", "plain500", "stacknotfound404", "retryafter429"]),
    "batch_"))
{
    public override Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "Not Found");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request) => Reply.Json(200, word switch
    {
        "pending" or "running" => ProductionStack(word, figures),
        "scheduling" => AIBrix(word, figures),
        _ => word.LastIndexOf('_') is > 0 and var cut
            ? word[cut..] switch
            {
                "_native" => Native(word[..cut], figures),
                "_aibrix" => AIBrix(word[..cut], figures),
                "_stack" => ProductionStack(word[..cut], figures),
                _ => Whole(word, figures),
            }
            : Whole(word, figures),
    });

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Reply.Json(401, new JsonObject { ["error"] = "Unauthorized" }),
        "forbidden" => DetailError.Text(403, "Forbidden"),
        "ratelimited" => Error(429, "Too many requests", "RateLimitError"),
        "retryafter429" => Error(429, "Too many requests", "RateLimitError").With("Retry-After", "30"),
        "error500" => Error(500, "EngineCore encountered an issue. See stack trace for the root cause.", "InternalServerError"),
        "error503" => Error(503, "No healthy backend", "ServiceUnavailableError"),
        "noroute" => DetailError.Text(404, "Not Found"),
        "disabled501" => Error(501, "Batch API is not enabled", "NotImplementedError"),
        "detail404" => DetailError.Text(404, "Batch not found"),
        "detail500" => DetailError.Text(500, "Internal server error"),
        "plain500" => Reply.Text(500, "Internal Server Error", "text/plain; charset=utf-8"),
        "stacknotfound404" => Reply.Json(404, new JsonObject { ["error"] = $"Batch {request.Id} not found" }),
        _ => Error(404, "Batch not found", "NotFoundError"),
    };

    // vLLM's code is a number where OpenAI's is a word.
    private static Reply Error(int status, string message, string type) => Reply.Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = status },
    });

    private static JsonObject Whole(string word, BatchFigures figures)
    {
        var batch = OpenAIShape.Batch(word, figures);
        batch["model"] = "acme/model-8b";
        return batch;
    }

    private static JsonObject Native(string word, BatchFigures figures)
    {
        var batch = OpenAIShape.Batch(word, figures);
        foreach (var unknown in (string[])["expired_at", "model", "usage"]) batch.Remove(unknown);
        batch["metadata"] = null;
        return batch;
    }

    private static JsonObject AIBrix(string word, BatchFigures figures)
    {
        var batch = Whole(word == "scheduling" ? "validating" : word, figures);
        batch["status"] = word;
        batch["aibrix"] = new JsonObject { ["job_id"] = figures.Uuid(1) };
        if (batch["request_counts"]!["total"]!.GetValue<int>() == 0) batch["request_counts"] = null;
        foreach (var absent in batch.Where(field => field.Value is null).Select(field => field.Key).ToList()) batch.Remove(absent);
        return batch;
    }

    // Its counters never move, and completed_at is set whatever the end was. A cancelled batch cannot be read at all: that is plain500.
    private static JsonObject ProductionStack(string word, BatchFigures figures) => new()
    {
        ["id"] = figures.Id,
        ["status"] = word,
        ["input_file_id"] = figures.Name("file-"),
        ["created_at"] = figures.Created,
        ["endpoint"] = "/v1/completions",
        ["completion_window"] = "5s",
        ["output_file_id"] = word == "completed" ? figures.Name("file-out") : null,
        ["error_file_id"] = null,
        ["in_progress_at"] = null,
        ["expires_at"] = null,
        ["finalizing_at"] = null,
        ["completed_at"] = OpenAIShape.When(word is "completed" or "failed", figures.Ended),
        ["failed_at"] = null,
        ["expired_at"] = null,
        ["cancelling_at"] = null,
        ["cancelled_at"] = null,
        ["total_requests"] = null,
        ["completed_requests"] = 0,
        ["failed_requests"] = 0,
        ["metadata"] = null,
    };
}

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's shape with fewer fields; <c>_full</c> has all of OpenAI's, since the vendor claims full compatibility.</summary>
internal sealed class ParasailSimulation() : OpenAIShapedSimulation("parasail", new WordIds(
    new([.. OpenAIShape.Words, "in_progress_full", "completed_full", "failed_full", "expired_full"], ["foreign400"]), "batch_"))
{
    private static readonly string[] Undocumented =
    [
        "model", "errors", "in_progress_at", "expires_at", "finalizing_at", "failed_at", "expired_at", "cancelling_at", "usage",
    ];

    public override Reply WrongPath(SimulatedRequest request) => OpenAIShape.Error(404, "Not Found", "invalid_request_error");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var full = word.EndsWith("_full", StringComparison.Ordinal);
        var batch = OpenAIShape.Batch(full ? word[..^"_full".Length] : word, figures);
        batch["model"] = "parasail-model-8b";
        if (!full) foreach (var field in Undocumented) batch.Remove(field);
        return Reply.Json(200, batch);
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => OpenAIShape.Error(401, "Invalid API key provided.", "invalid_request_error", "invalid_api_key"),
        "forbidden" => OpenAIShape.Error(403, "Your account may not use batches.", "permission_error"),
        "ratelimited" => OpenAIShape.Error(429, "Rate limit exceeded.", "rate_limit_error", "rate_limit_exceeded"),
        "foreign400" => OpenAIShape.Error(400, $"Invalid batch id '{request.Id}'.", "invalid_request_error", param: "batch_id"),
        "error500" => OpenAIShape.Error(500, "Internal server error.", "server_error"),
        "error503" => OpenAIShape.Error(503, "Service unavailable.", "server_error"),
        _ => OpenAIShape.Error(404, $"No batch found with id '{request.Id}'.", "invalid_request_error"),
    };
}

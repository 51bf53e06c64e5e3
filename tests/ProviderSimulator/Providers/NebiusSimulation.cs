using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's shape as documented, and as the vendor's notebook recorded it: <c>done</c>, empty counts, missing keys.</summary>
internal sealed class NebiusSimulation() : OpenAIShapedSimulation("nebius", CodedIds.Uuid(
    new([.. OpenAIShape.Words, "done", "done_untimed"], ["detail404", "detail401", "retryafter429"]), "batch_"))
{
    public override Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "Not Found");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var recorded = word.StartsWith("done", StringComparison.Ordinal);
        var batch = OpenAIShape.Batch(recorded ? "completed" : word, figures);
        batch.Remove("model");
        batch.Remove("usage");
        batch["input_file_id"] = figures.Uuid(1);
        if (batch["output_file_id"] is not null) batch["output_file_id"] = figures.Uuid(2);
        if (batch["error_file_id"] is not null) batch["error_file_id"] = figures.Uuid(3);
        if (word == "validating") batch["request_counts"] = new JsonObject();
        if (recorded) batch["status"] = "done";
        if (word == "done_untimed") batch["completed_at"] = null;
        if (recorded || word == "validating")
        {
            foreach (var absent in batch.Where(field => field.Value is null && field.Key != "errors").Select(field => field.Key).ToList()) batch.Remove(absent);
        }
        return Reply.Json(200, batch);
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => OpenAIShape.Error(401, "Invalid API key.", "authentication_error", "invalid_api_key"),
        "detail401" => DetailError.Text(401, "Authentication failed"),
        "forbidden" => DetailError.Text(403, "Access denied"),
        "ratelimited" => Limited(),
        "retryafter429" => Limited().With("Retry-After", "30"),
        "error500" => DetailError.Text(500, "Internal server error"),
        "error503" => DetailError.Text(503, "Service temporarily unavailable"),
        "detail404" => DetailError.Text(404, "Batch not found"),
        _ => OpenAIShape.Error(404, $"Batch {request.Id} not found", "invalid_request_error", "not_found"),
    };

    private static Reply Limited() => OpenAIShape.Error(429, "Rate limit exceeded.", "rate_limit_error", "rate_limit_exceeded")
        .With("x-ratelimit-remaining-requests", "0")
        .With("x-ratelimit-remaining-tokens", "120000");
}

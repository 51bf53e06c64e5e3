using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's route with a shape of its own: capitals, ISO times, a percentage, an error text, no counts.</summary>
internal sealed class TogetherSimulation() : OpenAIShapedSimulation("together", new WordIds(
    new(
        ["VALIDATING", "IN_PROGRESS", "COMPLETED", "FAILED", "EXPIRED", "CANCELLED", "UNHEARD_OF", new("IN_PROGRESS_bare", "in_progress_bare")],
        ["flat404", "retryafterms429"]),
    "batch_job_"))
{
    public override IReadOnlyList<string> Life { get; } = ["VALIDATING", "IN_PROGRESS", "COMPLETED"];

    public override Reply WrongPath(SimulatedRequest request) => OpenAIShape.Error(404, $"Unable to find path {request.Path}", "invalid_request_error");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        // Every field is optional.
        if (word == "IN_PROGRESS_bare") return Reply.Json(200, new JsonObject { ["id"] = figures.Id, ["status"] = "IN_PROGRESS" });
        var share = word switch { "VALIDATING" or "FAILED" => 0, "COMPLETED" => 1, "EXPIRED" => 0.7, _ => figures.Share };
        return Reply.Json(200, new JsonObject
        {
            ["id"] = figures.Id,
            ["user_id"] = figures.Name("user_"),
            ["input_file_id"] = figures.Name("file-in"),
            ["file_size_bytes"] = figures.Total * 812L,
            ["status"] = word,
            ["job_deadline"] = BatchFigures.Iso(figures.Expires, 6),
            ["created_at"] = BatchFigures.Iso(figures.Created, 6),
            ["endpoint"] = "/v1/chat/completions",
            ["progress"] = share is 0 or 1 ? share * 100 : Math.Round(share * 99.5, 2),
            ["model_id"] = "acme/model-8b",
            ["output_file_id"] = word == "COMPLETED" ? figures.Name("file-out") : null,
            ["error_file_id"] = word is "COMPLETED" or "EXPIRED" ? figures.Name("file-err") : null,
            ["error"] = word == "FAILED" ? "The input file has 3 lines that are not valid JSON" : null,
            ["completed_at"] = word == "COMPLETED" ? BatchFigures.Iso(figures.Ended, 6) : null,
        });
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => OpenAIShape.Error(401, "Invalid API key provided.", "invalid_request_error", "invalid_api_key"),
        "forbidden" => OpenAIShape.Error(403, "You may not use this resource.", "invalid_request_error", "forbidden"),
        "ratelimited" => OpenAIShape.Error(429, "You have been rate limited.", "rate_limit", "rate_limit_exceeded").With("Retry-After", "30"),
        "retryafterms429" =>
            OpenAIShape.Error(429, "You have been rate limited.", "rate_limit", "rate_limit_exceeded").With("retry-after-ms", "1500"),
        "error500" => OpenAIShape.Error(500, "Internal server error", "server_error"),
        "error503" => OpenAIShape.Error(503, "The server is overloaded or not ready yet.", "service_unavailable"),
        "flat404" => Reply.Json(404, new JsonObject { ["code"] = 5, ["message"] = "batch job not found" }),
        _ => OpenAIShape.Error(404, $"Batch {request.Id} not found", "invalid_request_error", "not_found"),
    };
}

using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's shape with <c>queued</c>, with errors as a plain string, and with metadata that is not all strings.</summary>
internal sealed class CerebrasSimulation() : OpenAIShapedSimulation("cerebras", new CodedIds(
    new(
        ["queued", .. OpenAIShape.Words, "failed_object", "in_progress_timed"],
        ["wrapped404", "payment402", "preview403", "preview404", "badrequest400", "validation422", "retryafterms429"]),
    new("^batch_(?<code>[0-9]{12})$"),
    // A batch's twelve digits are all taken by the meaning and ten thousand numbers.
    (code, free) => free == 0 ? $"batch_{code}" : throw new ArgumentOutOfRangeException(nameof(free), free, "There are 10,000 ids a word.")))
{
    public override IReadOnlyList<string> Life { get; } = ["queued", "in_progress", "finalizing", "completed"];

    public override Reply WrongPath(SimulatedRequest request) => Error(404, "Not Found", "not_found_error", "wrong_path");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var status = word switch { "failed_object" => "failed", "in_progress_timed" => "in_progress", _ => word };
        var batch = OpenAIShape.Batch(status == "queued" ? "validating" : status, figures);
        batch.Remove("model");
        batch.Remove("usage");
        batch["status"] = status;
        batch["input_file_id"] = figures.Name("file_in");
        if (batch["output_file_id"] is not null) batch["output_file_id"] = figures.Name("file_out");
        if (word == "failed") batch["errors"] = "File service error: the file has fewer than 10 requests";
        // Their own examples leave these null even on a completed batch.
        if (word != "in_progress_timed") batch["in_progress_at"] = batch["expires_at"] = null;
        batch["metadata"] = new JsonObject
        {
            ["team"] = "docs",
            ["custom_tags"] = new JsonArray("a", "b"),
            ["attempt"] = 2,
            ["nested"] = new JsonObject { ["dry_run"] = false },
        };
        return Reply.Json(200, batch);
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "Wrong API Key", "invalid_request_error", "wrong_api_key"),
        "forbidden" or "preview403" =>
            Error(403, "The Batch API is in private preview and not enabled for your organization.", "permission_error", "forbidden"),
        "preview404" => Error(404, "Not Found", "not_found_error", "feature_not_enabled"),
        "payment402" => Error(402, "Payment required.", "payment_required_error", "payment_required"),
        "badrequest400" => Error(400, $"Invalid batch id: {request.Id}", "invalid_request_error", "wrong_param", "batch_id"),
        "validation422" => Error(422, "batch_id is not valid", "invalid_request_error", "validation_error", "batch_id"),
        "ratelimited" =>
            Error(429, "Requests per minute limit exceeded - too many requests sent.", "too_many_requests_error", "request_quota_exceeded").With("Retry-After", "30"),
        "retryafterms429" =>
            Error(429, "Requests per second limit exceeded.", "too_many_requests_error", "request_quota_exceeded").With("retry-after-ms", "1500"),
        "error500" => Error(500, "Encountered a server error, please try again.", "server_error", "internal_server_error"),
        "error503" => Error(503, "We're experiencing high traffic right now! Please try again soon.", "server_error", "service_unavailable"),
        "wrapped404" => OpenAIShape.Error(404, "Batch not found.", "not_found_error", "batch_not_found", "id"),
        _ => Error(404, "Batch not found.", "not_found_error", "batch_not_found", "id"),
    };

    private static Reply Error(int status, string message, string type, string code, string? param = null) => Reply.Json(status, new JsonObject
    {
        ["message"] = message,
        ["type"] = type,
        ["param"] = param ?? "",
        ["code"] = code,
    });
}

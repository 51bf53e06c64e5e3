using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>An SGLang server of up to 0.4.7, the last with batches; counts come only at the end.</summary>
internal sealed class SglangSimulation() : OpenAIShapedSimulation("sgl", CodedIds.Uuid(
    new(
        ["validating", "in_progress", "completed", "failed", "cancelling", "cancelled", "unheard_of", "completed_allfailed"],
        ["noroute", "plain500"]),
    "batch_"))
{
    public override IReadOnlyList<string> Life { get; } = ["validating", "in_progress", "completed"];

    // Most such servers have no key, so none is configured.
    public override IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/sgl/v1",
    };

    // No header, or the right key: an empty or wrong one is not let through, so that sending "Bearer " without a key shows.
    public override Reply? Refuse(SimulatedRequest request) => request.Header("Authorization") is null ? null : base.Refuse(request);

    public override Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "Not Found");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var status = word == "completed_allfailed" ? "completed" : word;
        var batch = OpenAIShape.Batch(status, figures);
        batch.Remove("model");
        batch.Remove("usage");
        batch["errors"] = status == "failed" ? new JsonObject { ["message"] = "Failed to parse the input file: line 7 is not JSON" } : null;
        batch["input_file_id"] = "backend_input_file-" + figures.Uuid(1);
        batch["output_file_id"] = status == "completed" ? "backend_result_file-" + figures.Uuid(2) : null;
        batch["error_file_id"] = null;
        batch["expires_at"] = null;
        batch["finalizing_at"] = null;
        batch["metadata"] = null;
        if (status != "completed") batch["request_counts"] = null;
        if (word == "completed_allfailed") batch["request_counts"] = OpenAIShape.Counts(figures.Total, 0, figures.Total);
        return Reply.Json(200, batch);
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Reply.Json(401, new JsonObject { ["error"] = "Unauthorized" }),
        "forbidden" => DetailError.Text(403, "Forbidden"),
        "ratelimited" => DetailError.Text(429, "Too Many Requests"),
        "error500" => DetailError.Text(500, "Internal Server Error"),
        "error503" => DetailError.Text(503, "Service Unavailable"),
        "noroute" => DetailError.Text(404, "Not Found"),
        "plain500" => Reply.Text(500, "Internal Server Error", "text/plain; charset=utf-8"),
        _ => DetailError.Text(404, "Batch not found"),
    };
}

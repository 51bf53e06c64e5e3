using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's shape for the Agent API; errors come as ApiError, as the flat ErrorInfo, as a validation list, or as a proxy's page.</summary>
internal sealed class PerplexitySimulation() : OpenAIShapedSimulation("perplexity", new WordIds(
    new(OpenAIShape.Words, ["flat404", "validation422", "html401", "retryafterms429", "timeout408", "conflict409"]), "batch_"))
{
    public override Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "Not Found");

    public override Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var batch = OpenAIShape.Batch(word, figures);
        batch.Remove("model");
        batch.Remove("usage");
        batch["endpoint"] = "/v1/agent";
        batch["input_file_id"] = figures.Name("file_in");
        return Reply.Json(200, batch);
    }

    public override Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "Invalid API key provided.", "invalid_api_key"),
        "html401" =>
            Reply.Text(401, "<html><head><title>401 Authorization Required</title></head><body><center><h1>401 Authorization Required</h1></center></body></html>\n", "text/html"),
        "forbidden" => Error(403, "Batches are not offered to organizations with zero data retention.", "forbidden"),
        "ratelimited" => Error(429, "Rate limit exceeded", "rate_limit_exceeded").With("Retry-After", "30"),
        "retryafterms429" => Error(429, "Rate limit exceeded", "rate_limit_exceeded").With("retry-after-ms", "1500"),
        "timeout408" => Error(408, "Request timeout", "timeout"),
        "conflict409" => Error(409, "Conflict", "conflict"),
        "flat404" => Reply.Json(404, new JsonObject { ["message"] = "Batch not found", ["code"] = "not_found", ["type"] = "invalid_request" }),
        "validation422" => DetailError.Invalid("batch_id", "Value error, batch_id must begin with batch_"),
        "error500" => Error(500, "Internal server error", "internal_error"),
        "error503" => Error(503, "Service unavailable", "unavailable"),
        _ => Error(404, "Batch not found", "not_found"),
    };

    private static Reply Error(int status, string message, string type) => Reply.Json(status, new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = status },
    });
}

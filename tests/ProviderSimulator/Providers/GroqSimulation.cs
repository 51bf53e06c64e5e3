using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>OpenAI's shape without model and usage; a completed batch may have errors, and they may be a bare array.</summary>
internal sealed partial class GroqSimulation : ISimulatedProvider
{
    private const string Key = "sim-groq-key";

    public string Name => "groq";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [.. OpenAIShape.Words, "completed_clean", "completed_errorobject", "failed_array", "in_progress_7d"],
            ["badrequest400", "unprocessable422", "dependency424", "capacity498", "cancelled499", "error502", "tokens429"]),
        IdPattern(),
        // A ULID: 26 letters and digits without i, l, o and u.
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"batch_01jh6xa7{free:d6}{code}"));

    public IReadOnlyList<string> Life => OpenAIShape.Life;

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/groq/openai/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/openai/v1/batches/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request) => Error(404,
        $"Unknown request URL: GET {request.Path}. Please check the URL for typos, or see the docs", "invalid_request_error", "unknown_url");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var plain = word switch
        {
            "completed_clean" or "completed_errorobject" => "completed",
            "failed_array" => "failed",
            "in_progress_7d" => "in_progress",
            _ => word,
        };
        var batch = OpenAIShape.Batch(plain, figures);
        batch.Remove("model");
        batch.Remove("usage");
        // Stays null in every completed sample.
        if (plain == "completed") batch["finalizing_at"] = null;
        switch (word)
        {
            case "completed_clean":
                batch["request_counts"] = OpenAIShape.Counts(figures.Total, figures.Total, 0);
                batch["error_file_id"] = null;
                batch["metadata"] = null;
                break;
            case "completed" or "failed_array":
                batch["errors"] = new JsonArray(OnlyPost());
                break;
            case "completed_errorobject":
                batch["errors"] = new JsonObject { ["object"] = "list", ["data"] = new JsonArray(OnlyPost()) };
                break;
            case "in_progress_7d":
                batch["completion_window"] = "7d";
                batch["expires_at"] = figures.Created + 604800;
                break;
            default:
                break;
        }
        return Identified(Reply.Json(200, batch));
    }

    public Reply Fault(string name, SimulatedRequest request) => Identified(name switch
    {
        "unauthorized" => Error(401, "Invalid API Key", "invalid_request_error", "invalid_api_key"),
        "forbidden" => Error(403, "You do not have permission to access this resource.", "permissions_error"),
        "badrequest400" => Error(400, "The request is invalid.", "invalid_request_error"),
        "unprocessable422" => Error(422, "The request was well-formed but could not be followed.", "invalid_request_error"),
        "dependency424" => Error(424, "A dependent request failed.", "invalid_request_error"),
        "ratelimited" => Error(429, "Rate limit reached for requests per minute.", "requests", "rate_limit_exceeded")
            .With("Retry-After", "30").With("x-ratelimit-remaining-requests", "0").With("x-ratelimit-reset-requests", "2m59.56s"),
        "tokens429" => Error(429, "Rate limit reached for tokens per minute.", "tokens", "rate_limit_exceeded").With("Retry-After", "2"),
        "capacity498" => Error(498, "Flex capacity exceeded.", "capacity_exceeded", "capacity_exceeded"),
        "cancelled499" => Error(499, "The request was cancelled by the caller.", "request_cancelled"),
        "error500" => Error(500, "Internal Server Error", "internal_server_error"),
        "error502" => Error(502, "Bad Gateway", "internal_server_error"),
        "error503" => Error(503, "Service Unavailable", "internal_server_error", "service_unavailable"),
        _ => Error(404, $"Batch {request.Id} not found.", "invalid_request_error"),
    });

    private static JsonObject OnlyPost()
        => new() { ["code"] = "invalid_method", ["message"] = "Only POST is supported.", ["param"] = "method", ["line"] = 4 };

    private static Reply Error(int status, string message, string type, string? code = null)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type };
        if (code is not null) error["code"] = code;
        return Reply.Json(status, new JsonObject { ["error"] = error });
    }

    private static Reply Identified(Reply reply) => reply.With("x-request-id", "req_01simgroq");

    [GeneratedRegex("^batch_01[0-9a-hjkmnp-tv-z]{12}(?<code>[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>A prediction. Its input and output are private and must not come out anywhere.</summary>
internal sealed class ReplicateSimulation : ISimulatedProvider
{
    private const string Key = "r8_sim_replicate_key";

    public string Name => "replicate";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [
                "starting", "processing", "succeeded", "failed", "canceled", "aborted", "unheard_of",
                "processing_nologs", "succeeded_dataremoved", "succeeded_text", "failed_objecterror", "canceled_deadline",
            ],
            ["title404", "throttled429", "invalid422"]),
        new("^[a-z0-9]{14}(?<code>[0-9]{12})$"),
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"sim{free:d11}{code}"));

    public IReadOnlyList<string> Life { get; } = ["starting", "processing", "succeeded"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/replicate/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/predictions/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request) => DetailError.Text(404, "The requested resource could not be found.");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var status = word.EndsWith("_of", StringComparison.Ordinal) ? word : word.Split('_')[0];
        var started = status is not ("starting" or "aborted");
        var prediction = new JsonObject
        {
            ["id"] = figures.Id,
            ["model"] = "acme/upscaler",
            ["version"] = "hidden",
            ["input"] = new JsonObject { ["prompt"] = "private prompt of Ada Example" },
            ["output"] = Output(word, figures),
            ["logs"] = started && word != "processing_nologs" ? Logs(status, figures.Share) : "",
            ["error"] = Error(word),
            ["status"] = status,
            ["source"] = "api",
            ["data_removed"] = word == "succeeded_dataremoved",
            ["created_at"] = BatchFigures.Iso(figures.Created, 6),
            ["urls"] = new JsonObject
            {
                ["get"] = $"https://api.replicate.com/v1/predictions/{figures.Id}",
                ["cancel"] = $"https://api.replicate.com/v1/predictions/{figures.Id}/cancel",
                ["stream"] = $"https://stream.replicate.com/v1/files/{figures.Name("")}",
                ["web"] = $"https://replicate.com/p/{figures.Id}",
            },
        };
        if (started) prediction["started_at"] = BatchFigures.Iso(figures.Started, 1);
        if (status == "aborted" || word == "canceled_deadline") prediction["deadline"] = BatchFigures.Iso(figures.Expires);
        if (status is "succeeded" or "failed" or "canceled" or "aborted") prediction["completed_at"] = BatchFigures.Iso(Ended(word, figures), 3);
        if (status == "succeeded") prediction["metrics"] = new JsonObject { ["predict_time"] = 26.4, ["total_time"] = 30.8 };
        if (word == "succeeded_text")
        {
            prediction["deployment"] = "acme/upscaler-prod";
            prediction["webhook"] = "https://hooks.example.org/secret-path";
            prediction["webhook_events_filter"] = new JsonArray("completed");
        }
        // Input, output, files and logs go after an hour; the record stays.
        if (word == "succeeded_dataremoved")
        {
            prediction["input"] = new JsonObject();
            prediction["logs"] = "";
        }
        return Reply.Json(200, prediction);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Problem(401, "Unauthenticated", "You did not pass a valid authentication token"),
        "forbidden" => Problem(403, "Forbidden", "You do not have permission to view this prediction"),
        "ratelimited" => DetailError.Text(429, "Request was throttled. Your rate limit resets in ~30s.").With("Retry-After", "30"),
        "throttled429" => DetailError.Text(429, "Request was throttled. Your rate limit resets in ~30s."),
        "invalid422" => Problem(422, "Input validation failed", "- prediction_id: Does not match pattern"),
        "error500" => Problem(500, "Internal server error", "An unexpected error occurred"),
        "error503" => Problem(503, "Service unavailable", "Service is temporarily unavailable"),
        "title404" => Problem(404, "Not found", "Prediction not found"),
        _ => DetailError.Text(404, "The requested resource could not be found."),
    };

    private static Reply Problem(int status, string title, string detail)
        => Reply.Json(status, new JsonObject { ["title"] = title, ["detail"] = detail, ["status"] = status });

    private static long Ended(string word, BatchFigures figures)
        => word is "aborted" or "canceled_deadline" ? figures.Expires : figures.Ended;

    private static JsonNode? Output(string word, BatchFigures figures) => word switch
    {
        "succeeded" => new JsonArray($"https://replicate.delivery/{figures.Name("")}/out.png"),
        "succeeded_text" => "a text as the output",
        _ => null,
    };

    private static JsonNode? Error(string word) => word switch
    {
        "failed" => "Prediction failed: CUDA out of memory",
        "failed_objecterror" => new JsonObject { ["code"] = "E1001", ["message"] = "out of memory" },
        "canceled_deadline" => "Prediction exceeded its deadline",
        _ => null,
    };

    // The bar of tqdm: the last percentage counts.
    private static string Logs(string status, double share) => string.Create(
        CultureInfo.InvariantCulture,
        $"Loading model\n  0%|          | 0/50 [00:00<?, ?it/s]\n {(status == "succeeded" ? 100 : (int)(share * 100)),3}%|####      | 20/50 [00:08<00:12, 2.5it/s]\n");
}

using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>A task. It never tells when it ended.</summary>
internal sealed class RunwaySimulation : ISimulatedProvider
{
    private const string Key = "key_sim_runway_key";
    private const string Version = "2024-11-06";

    public string Name => "runway";

    public IdForm Ids { get; } = CodedIds.Uuid(new(
        ["PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED", "UNHEARD_OF", "FAILED_nocode"],
        ["deleted404", "badrequest400", "notallowed405", "retryafterms429", "error502", "error504"]));

    public IReadOnlyList<string> Life { get; } = ["PENDING", "RUNNING", "SUCCEEDED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/runway/v1",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/v1/tasks/");

    public Reply? Refuse(SimulatedRequest request) => request.Bearer != Key ? Fault("unauthorized", request) : request.Header("X-Runway-Version") switch
    {
        Version => null,
        null => Error(400, "The X-Runway-Version header is required."),
        var other => Error(400, $"The version {other} in the X-Runway-Version header is not known."),
    };

    public Reply WrongPath(SimulatedRequest request) => Error(404, "Not found");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var status = word == "FAILED_nocode" ? "FAILED" : word;
        var task = new JsonObject { ["id"] = figures.Id, ["createdAt"] = BatchFigures.Iso(figures.Created, 3), ["status"] = status };
        var ended = status is "SUCCEEDED" or "FAILED" or "CANCELLED";
        task[ended ? "cost" : "estimatedCost"] = new JsonObject { ["credits"] = status is "FAILED" or "CANCELLED" ? 0 : 25 };
        if (status == "RUNNING") task["progress"] = Math.Round(figures.Share, 4);
        if (status == "SUCCEEDED") task["output"] = new JsonArray($"https://dnznrvs05pmza.cloudfront.example/{figures.Name("")}.mp4?_jwt=signed-and-expiring");
        if (status == "FAILED") task["failure"] = "The prompt was refused by content moderation.";
        if (word == "FAILED") task["failureCode"] = "SAFETY.INPUT.TEXT";
        return Reply.Json(200, task);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "You did not provide a valid API key."),
        "forbidden" => Error(403, "You may not do this."),
        "ratelimited" => Error(429, "You have exceeded your limit.").With("Retry-After", "30"),
        "retryafterms429" => Error(429, "You have exceeded your limit.").With("retry-after-ms", "1500"),
        "badrequest400" => Error(400, "Validation of path parameters failed: id is not a UUID"),
        "notallowed405" => Error(405, "Method not allowed"),
        "error500" => Error(500, "Internal server error"),
        "error502" => Error(502, "Bad gateway"),
        "error503" => Error(503, "Service unavailable"),
        "error504" => Error(504, "Gateway timeout"),
        "deleted404" => Error(404, "This task was deleted."),
        _ => Error(404, "Not found"),
    };

    private static Reply Error(int status, string message) => Reply.Json(status, new JsonObject { ["error"] = message });
}

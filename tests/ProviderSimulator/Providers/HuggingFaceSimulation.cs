using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>A job. The vendor's two clients disagree on its shape: the Python one's words come in its shape, the other's in the other.</summary>
internal sealed class HuggingFaceSimulation : ISimulatedProvider
{
    private const string Key = "hf_sim_huggingface_key";

    private static readonly string[] OtherShape = ["DELETING", "PAUSED", "STOPPED", "UPDATING", "RUNNING_timeout", "ERROR_other"];

    public string Name => "huggingface";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [
                "SCHEDULING", "RUNNING", "COMPLETED", "CANCELED", "ERROR", "DELETED", "DELETING", "PAUSED", "STOPPED", "UPDATING", "UNHEARD_OF",
                "RUNNING_timeout", "ERROR_other", "COMPLETED_space",
            ],
            ["message404", "description401", "retryafter429"]),
        new("^[A-Za-z0-9][A-Za-z0-9._-]*/[0-9a-f]{12}(?<code>[0-9]{12})$"),
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"acme/{free:x12}{code}"));

    public IReadOnlyList<string> Life { get; } = ["SCHEDULING", "RUNNING", "COMPLETED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/huggingface/api",
        ["Accounts:0:ApiKey"] = Key,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentsBehind("/api/jobs/") is [var owner, var job] ? $"{owner}/{job}" : null;

    public Reply? Refuse(SimulatedRequest request) => request.Bearer == Key ? null : Fault("unauthorized", request);

    public Reply WrongPath(SimulatedRequest request) => Error(404, "Sorry, we can't find the page you are looking for.");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var stage = word == "UNHEARD_OF" ? word : word.Split('_')[0];
        var parts = figures.Id.Split('/');
        var started = stage is not "SCHEDULING";
        var ended = stage is "COMPLETED" or "CANCELED" or "ERROR" or "DELETED" or "STOPPED";
        var job = new JsonObject
        {
            ["type"] = "job",
            ["id"] = parts[^1],
            ["createdAt"] = BatchFigures.Iso(figures.Created, 3),
            ["startedAt"] = started ? BatchFigures.Iso(figures.Started, 3) : null,
            ["finishedAt"] = ended ? BatchFigures.Iso(figures.Ended, 3) : null,
            ["dockerImage"] = word == "COMPLETED_space" ? null : "python:3.12",
            ["spaceId"] = word == "COMPLETED_space" ? "acme/space" : null,
            ["command"] = new JsonArray("python", "run.py", "--token", "private-argument"),
            ["arguments"] = new JsonArray(),
            ["environment"] = new JsonObject { ["DATABASE_PASSWORD"] = "private-value" },
            ["flavor"] = "cpu-basic",
            ["labels"] = new JsonObject { ["team"] = "docs", ["run"] = figures.Name("") },
            ["volumes"] = new JsonArray(),
            ["status"] = new JsonObject { ["stage"] = stage, ["message"] = stage == "ERROR" ? "Job failed with exit code: 1. Reason: Error" : null },
            ["owner"] = new JsonObject { ["id"] = figures.Name("org"), ["name"] = parts[0], ["type"] = "org" },
            ["initiator"] = new JsonObject { ["id"] = figures.Name("user"), ["name"] = "ada-example", ["type"] = "user" },
        };
        if (OtherShape.Contains(word)) AsOtherShape(job, figures);
        else
        {
            job["secrets"] = new JsonArray("HF_TOKEN");
            if (ended) job["durations"] = new JsonObject { ["schedulingSecs"] = 60, ["runningSecs"] = 9000, ["totalSecs"] = 9060 };
        }
        if (word == "RUNNING_timeout") job["timeoutSeconds"] = 1800;
        return Reply.Json(200, job);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, "Invalid credentials in Authorization header"),
        "description401" => Reply.Json(401, new JsonObject { ["error"] = "invalid_token", ["error_description"] = "The access token expired" }),
        "forbidden" => Error(403, "Forbidden: you don't have access to jobs of this namespace"),
        "ratelimited" => Limited(),
        "retryafter429" => Limited().With("Retry-After", "30"),
        "error500" => Error(500, "Internal Error - We're working hard to fix this as soon as possible!"),
        "error503" => Error(503, "Service Unavailable"),
        "message404" => Reply.Json(404, new JsonObject { ["message"] = "Job not found" }),
        _ => Error(404, "Job not found").With("X-Error-Code", "JobNotFound"),
    };

    private static void AsOtherShape(JsonObject job, BatchFigures figures)
    {
        job["status"]!["failureCount"] = job["status"]!["stage"]!.GetValue<string>() == "ERROR" ? 1 : 0;
        job["updatedAt"] = BatchFigures.Iso(figures.Started + 30, 3);
        job["createdBy"] = new JsonObject { ["id"] = figures.Name("user"), ["name"] = "ada-example" };
        job["arch"] = "amd64";
        job["attempts"] = 1;
        job["secrets"] = new JsonArray();
        job.Remove("initiator");
    }

    // When to come again stands in t=; there is no Retry-After.
    private static Reply Limited() => Error(429, "We had to rate limit you.")
        .With("RateLimit", "\"api\";r=0;t=30")
        .With("RateLimit-Policy", "\"fixed window\";\"api\";q=1000;w=300");

    private static Reply Error(int status, string message) => Reply.Json(status, new JsonObject { ["error"] = message })
        .With("X-Error-Message", message)
        .With("X-Request-Id", "Root=1-sim-huggingface-0001");
}

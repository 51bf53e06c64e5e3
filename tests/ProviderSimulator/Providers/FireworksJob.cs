using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>The body of one batch inference job.</summary>
internal static class FireworksJob
{
    private static readonly string[] Unbegun =
    [
        "JOB_STATE_UNSPECIFIED", "JOB_STATE_CREATING", "JOB_STATE_CREATING_INPUT_DATASET", "JOB_STATE_VALIDATING", "JOB_STATE_PENDING",
    ];

    public static JsonObject Of(string name, string state, BatchFigures figures)
    {
        var at = state switch
        {
            "JOB_STATE_WRITING_RESULTS" or "JOB_STATE_COMPLETED" => figures.At(1),
            "JOB_STATE_EXPIRED" or "JOB_STATE_EARLY_STOPPED" => figures.At(0.7),
            "JOB_STATE_CANCELLING" or "JOB_STATE_CANCELLED" => figures.At(0.5),
            "JOB_STATE_FAILED" => figures.At(0),
            _ => figures,
        };
        var (code, message) = state switch
        {
            "JOB_STATE_FAILED" => ("INVALID_ARGUMENT", "line 7 of the dataset is not valid JSON"),
            "JOB_STATE_CANCELLED" => ("CANCELLED", "cancelled by the user"),
            "JOB_STATE_EXPIRED" => ("DEADLINE_EXCEEDED", "the job did not finish within 24 hours"),
            _ => ("OK", ""),
        };
        return new()
        {
            ["name"] = name,
            ["displayName"] = "Nightly labels",
            ["createTime"] = BatchFigures.Iso(at.Created, 6),
            ["createdBy"] = "ada@example.org",
            ["state"] = state,
            ["model"] = "accounts/fireworks/models/m1",
            ["inputDatasetId"] = at.Name("accounts/acme/datasets/in-"),
            ["outputDatasetId"] = at.Name("accounts/acme/datasets/out-"),
            ["inferenceParameters"] = new JsonObject
            {
                ["maxTokens"] = 1024,
                ["temperature"] = 0.2,
                ["topP"] = 1,
                ["topK"] = 40,
                ["n"] = 1,
                ["extraBody"] = """{"reasoning_effort":"low"}""",
            },
            ["updateTime"] = BatchFigures.Iso(at.Ended, 9),
            ["precision"] = "PRECISION_UNSPECIFIED",
            ["jobProgress"] = Unbegun.Contains(state) ? null : Progress(at),
            ["status"] = new JsonObject { ["code"] = code, ["message"] = message },
            ["continuedFromJobName"] = "",
        };
    }

    /// <summary>Adds what newer generated types know.</summary>
    public static void MakeNewer(JsonObject job, BatchFigures figures)
    {
        var over = job["state"]!.GetValue<string>() == "JOB_STATE_COMPLETED";
        job["expireTime"] = BatchFigures.Iso(figures.Expires, 9);
        job["maxJobDuration"] = "86400s";
        job["waitingOnCapacity"] = false;
        job["systemPrompt"] = "a private system prompt";
        var lifecycle = new JsonObject
        {
            ["validatedTime"] = BatchFigures.Iso(figures.Created + 20, 9),
            ["runStartTime"] = BatchFigures.Iso(figures.Started, 9),
        };
        if (over) lifecycle["endTime"] = BatchFigures.Iso(figures.Ended - 5, 9);
        job["lifecycle"] = lifecycle;
    }

    private static JsonObject Progress(BatchFigures at) => new()
    {
        ["percent"] = (int)(at.Share * 100),
        ["epoch"] = 0,
        ["totalInputRequests"] = at.Total,
        ["totalProcessedRequests"] = at.Done,
        ["successfullyProcessedRequests"] = at.Succeeded,
        ["failedRequests"] = at.Failed,
        ["outputRows"] = at.Succeeded,
        ["inputTokens"] = at.Done * 512,
        ["outputTokens"] = at.Done * 90,
        ["cachedInputTokenCount"] = at.Done * 8,
    };
}

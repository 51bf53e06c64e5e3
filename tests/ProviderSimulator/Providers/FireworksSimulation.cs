using System.Globalization;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>A resource with a full name, states in capitals behind a prefix, and times of up to nine digits of a second.</summary>
internal sealed class FireworksSimulation : ISimulatedProvider
{
    private const string Key = "fw_sim_fireworks_key";
    private const string Account = "acme";
    private const string Prefix = $"accounts/{Account}/batchInferenceJobs/";

    private static readonly string[] States =
    [
        "UNSPECIFIED", "CREATING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "DELETING", "WRITING_RESULTS", "VALIDATING",
        "DELETING_CLEANING_UP", "PENDING", "EXPIRED", "RE_QUEUEING", "CREATING_INPUT_DATASET", "IDLE", "CANCELLING", "EARLY_STOPPED", "PAUSED",
        "UNHEARD_OF",
    ];

    public string Name => "fireworks";

    // A token without an underscore: their ids hold letters, digits and hyphens.
    public IdForm Ids { get; } = new WordIds(
        new(
            [
                .. States.Select(state => new SimulatedState($"JOB_STATE_{state}", state.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant())),
                "newercompleted", "newerrunning", "stringsrunning", "sparserunning",
            ],
            ["badrequest400", "payment402", "notallowed405", "timeout408", "suspended412", "toolarge413", "foreign404", "envelope404"]),
        "job-",
        "-");

    public IReadOnlyList<string> Life { get; } = ["JOB_STATE_VALIDATING", "JOB_STATE_RUNNING", "JOB_STATE_WRITING_RESULTS", "JOB_STATE_COMPLETED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/fireworks/v1",
        ["Accounts:0:ApiKey"] = Key,
        ["Accounts:0:AccountId"] = Account,
    };

    public string CanonicalId(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;

    public string? ReadId(SimulatedRequest request) => request.SegmentsBehind("/v1/accounts/") is [var account, "batchInferenceJobs", var job]
        ? CanonicalId($"accounts/{account}/batchInferenceJobs/{job}")
        : null;

    public Reply? Refuse(SimulatedRequest request) => request.Bearer != Key ? Fault("unauthorized", request)
        : request.SegmentsBehind("/v1/accounts/") is [not Account, ..] ? Fault("forbidden", request)
        : null;

    public Reply WrongPath(SimulatedRequest request) => Error(404, 5, "Not Found");

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var state = word.StartsWith("JOB_STATE_", StringComparison.Ordinal) ? word
            : word.EndsWith("completed", StringComparison.Ordinal) ? "JOB_STATE_COMPLETED" : "JOB_STATE_RUNNING";
        var job = FireworksJob.Of(Prefix + figures.Id, state, figures);
        if (word.StartsWith("newer", StringComparison.Ordinal)) FireworksJob.MakeNewer(job, figures);
        // 64-bit integers are strings in proto3's JSON, and zeros may be left out.
        if (word == "stringsrunning")
        {
            var progress = job["jobProgress"]!.AsObject();
            foreach (var name in progress.Select(field => field.Key).ToList())
            {
                progress[name] = progress[name]!.GetValue<int>().ToString(CultureInfo.InvariantCulture);
            }
        }
        if (word == "sparserunning") job["jobProgress"] = new JsonObject { ["totalInputRequests"] = figures.Total };
        return Reply.Json(200, job);
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => Error(401, 16, "Invalid API key"),
        "forbidden" => Error(403, 7, "Permission denied on the account"),
        "ratelimited" => Error(429, 8, "Rate limit exceeded").With("Retry-After", "30"),
        "badrequest400" => Error(400, 3, $"invalid batch_inference_job id \"{request.Id}\""),
        "payment402" => Error(402, 9, "Payment required: the account has no credits left"),
        "notallowed405" => Error(405, 12, "Method Not Allowed"),
        "timeout408" => Error(408, 4, "Request timeout"),
        "suspended412" => Error(412, 9, "Account acme is suspended, possibly due to reaching the monthly spending limit"),
        "toolarge413" => Error(413, 8, "Payload too large"),
        "error500" => Error(500, 13, "Internal error"),
        "error503" => Error(503, 14, "Service unavailable"),
        "envelope404" => OpenAIShape.Error(404, "Batch inference job not found", "invalid_request_error", "NOT_FOUND"),
        "foreign404" => Error(404, 5, "account not found"),
        _ => Error(404, 5, $"batch inference job \"{Prefix}{request.Id}\" not found"),
    };

    private static Reply Error(int status, int code, string message)
        => Reply.Json(status, new JsonObject { ["code"] = code, ["message"] = message, ["details"] = new JsonArray() });
}

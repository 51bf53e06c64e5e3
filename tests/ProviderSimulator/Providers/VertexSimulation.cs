using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>Vertex AI batch prediction jobs, with the OAuth token endpoint that their callers need.</summary>
internal sealed partial class VertexSimulation(TimeProvider time) : ISimulatedProvider, IDisposable
{
    public const string Project = "sim-project";
    private const string ProjectNumber = "510528649030";
    private const string Location = "us-central1";
    private const string Prefix = "JOB_STATE_";

    private readonly GoogleTokens _tokens = new(time);

    public string Name => "vertex";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [
                .. new[]
                {
                    "UNSPECIFIED", "QUEUED", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLING", "CANCELLED", "PAUSED", "EXPIRED", "UPDATING",
                    "PARTIALLY_SUCCEEDED", "UNHEARD_OF",
                }.Select(word => new SimulatedState(Prefix + word, word.ToLowerInvariant())),
                "running_counted", "running_unknownremainder", "succeeded_bigquery", "succeeded_clean", "failed_nocounts", "nostate",
            ],
            ["invalidargument400", "failedprecondition400", "cancelled499", "deadline504", "retryinfo429", "wrongpath404"]),
        IdPattern(),
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"1{free:d6}{code}"));

    public IReadOnlyList<string> Life { get; } = ["JOB_STATE_QUEUED", "running_counted", "JOB_STATE_SUCCEEDED"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/vertex/v1",
        ["Accounts:0:ProjectId"] = Project,
        ["Accounts:0:Location"] = Location,
        ["Accounts:0:CredentialsFile"] = _tokens.KeyFile(TokenUri(origin)),
    };

    public string CanonicalId(string id) => id[(id.LastIndexOf('/') + 1)..];

    public string? ReadId(SimulatedRequest request)
        => Segments(request) is [_, "locations", _, "batchPredictionJobs", var number] ? number : null;

    public Reply? Refuse(SimulatedRequest request)
    {
        if (!_tokens.Knows(request.Bearer)) return Fault("unauthorized", request);
        return Segments(request) is [not (Project or ProjectNumber), "locations", ..] ? Fault("forbidden", request) : null;
    }

    public async Task<Reply?> OtherRouteAsync(SimulatedRequest request)
        => request.Path == "/token" && request.Http.Request.Method == HttpMethods.Post
            ? await _tokens.IssueAsync(request, TokenUri(request.Origin))
            : null;

    public Reply WrongPath(SimulatedRequest request) => GoogleError.NoSuchPath(request.Path);

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var state = word.StartsWith(Prefix, StringComparison.Ordinal) ? word : Prefix + word.Split('_')[0].ToUpperInvariant();
        var begun = state is not ("JOB_STATE_UNSPECIFIED" or "JOB_STATE_QUEUED" or "JOB_STATE_PENDING" or "JOB_STATE_EXPIRED");
        var over = state is "JOB_STATE_SUCCEEDED" or "JOB_STATE_PARTIALLY_SUCCEEDED" or "JOB_STATE_FAILED" or "JOB_STATE_CANCELLED" or "JOB_STATE_EXPIRED";
        var location = Segments(request) is [_, _, var named, ..] ? named : Location;
        var bigQuery = word == "succeeded_bigquery";
        var job = new JsonObject
        {
            ["name"] = $"projects/{ProjectNumber}/locations/{location}/batchPredictionJobs/{figures.Id}",
            ["displayName"] = figures.Name("nightly-"),
            ["model"] = "publishers/google/models/gemini-2.5-flash",
            ["modelVersionId"] = "1",
            ["inputConfig"] = VertexData.Input(bigQuery),
            ["outputConfig"] = VertexData.Output(bigQuery),
            ["state"] = state,
            ["createTime"] = BatchFigures.Iso(figures.Created, 6),
            ["updateTime"] = BatchFigures.Iso(over ? figures.Ended : figures.CancelAsked, 9),
            ["labels"] = new JsonObject { ["team"] = "docs" },
            ["serviceAccount"] = "batch@sim-project.iam.gserviceaccount.com",
        };
        if (word == "nostate") job.Remove("state");
        if (begun) job["startTime"] = BatchFigures.Iso(figures.Started, 6);
        if (over && state != "JOB_STATE_EXPIRED") job["endTime"] = BatchFigures.Iso(figures.Ended, 6);
        if (VertexData.Stats(word, figures) is { } stats) job["completionStats"] = stats;
        if (state is "JOB_STATE_SUCCEEDED" or "JOB_STATE_PARTIALLY_SUCCEEDED" or "JOB_STATE_FAILED" && word != "failed_nocounts")
            job["outputInfo"] = VertexData.OutputInfo(bigQuery, figures);
        if (state == "JOB_STATE_PARTIALLY_SUCCEEDED")
            job["partialFailures"] = new JsonArray(VertexData.Status(3, "Row 7 could not be parsed."));
        if (state == "JOB_STATE_FAILED") job["error"] = VertexData.Status(9, "Failed to get GCS bucket location.");
        if (state == "JOB_STATE_CANCELLED") job["error"] = VertexData.Status(1, "The job was cancelled.");
        return Reply.Json(200, job, "application/json; charset=UTF-8");
    }

    public Reply Fault(string name, SimulatedRequest request) => name switch
    {
        "unauthorized" => GoogleError.Reply(401, "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
            GoogleError.Info("ACCESS_TOKEN_TYPE_UNSUPPORTED", "aiplatform.googleapis.com")),
        "forbidden" => GoogleError.Reply(403, "PERMISSION_DENIED",
            "Permission 'aiplatform.batchPredictionJobs.get' denied on resource '//aiplatform.googleapis.com" + request.Path[3..] + "' (or it may not exist).",
            GoogleError.Info("IAM_PERMISSION_DENIED", "aiplatform.googleapis.com")),
        "ratelimited" =>
            GoogleError.Reply(429, "RESOURCE_EXHAUSTED", "Quota exceeded for aiplatform.googleapis.com/resource_management_requests."),
        "retryinfo429" => GoogleError.Reply(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", GoogleError.RetryIn(30)),
        "error500" => GoogleError.Reply(500, "INTERNAL", "Internal error encountered."),
        "error503" => GoogleError.Reply(503, "UNAVAILABLE", "The service is currently unavailable."),
        "invalidargument400" => GoogleError.Reply(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
        "failedprecondition400" => GoogleError.Reply(400, "FAILED_PRECONDITION", "Precondition check failed."),
        "cancelled499" => GoogleError.Reply(499, "CANCELLED", "The operation was cancelled."),
        "deadline504" => GoogleError.Reply(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        "wrongpath404" => GoogleError.NoSuchPath(request.Path),
        _ when !request.Id.All(char.IsAsciiDigit) => GoogleError.Reply(400, "INVALID_ARGUMENT", "Invalid resource name."),
        _ => GoogleError.Reply(404, "NOT_FOUND", $"The BatchPredictionJob \"{request.Path[4..]}\" does not exist."),
    };

    public void Dispose() => _tokens.Dispose();

    // The name's slashes are path separators; sent as %2F they lead nowhere.
    private static string[]? Segments(SimulatedRequest request)
        => request.SegmentsBehind("/v1/projects/") ?? request.SegmentsBehind("/v1beta1/projects/");

    private static string TokenUri(string origin) => $"{origin}/vertex/token";

    [GeneratedRegex("^1[0-9]{6}(?<code>[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Replicate has no batches; one prediction is shown as a batch of one. https://replicate.com/docs/reference/http#predictions.get
/// </summary>
/// <remarks>
/// Chosen: <c>aborted</c>, a deadline that passed before the start, is expired. The prediction's input may hold private prompts, and its output
/// whole files: both are skipped. Progress is what the last progress bar in the logs shows.
/// </remarks>
internal sealed partial class ReplicateProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private static readonly StatusWords Words = new(
        ("starting", BatchStatus.Validating),
        ("processing", BatchStatus.InProgress),
        ("succeeded", BatchStatus.Completed),
        ("failed", BatchStatus.Failed),
        ("canceled", BatchStatus.Cancelled),
        ("aborted", BatchStatus.Expired));

    public override string Name => "replicate";

    protected override string? KeyVariable => "REPLICATE_API_TOKEN";

    protected override string? WithoutKey => "Replicate has no batch API. To see a prediction as a batch of one";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`); without it `unsupported_operation`",
        Ids = "the id of a prediction",
        Words = Words.Table,
        Remarks = "Replicate has no batches: one prediction is shown as a batch of one. Input and output are skipped. `results_url` is given while "
            + "Replicate keeps the data (an hour by default, so until then a completed one is read again every hour). `progress` is the last "
            + "progress bar in the logs.",
    };

    // What a prediction of the API made is removed after an hour, and the link to it must go.
    public override TimeSpan? FinalRecheck(BatchSnapshot final) =>
        final is { Status: BatchStatus.Completed, Batch.ResultsUrl: not null } ? TimeSpan.FromHours(1) : null;

    protected override IReadOnlyList<string> Skipped { get; } = ["input", "output"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), "the id of a prediction: up to 64 lower-case letters and digits");

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.replicate.com/v1")}/predictions/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var id = answer.Text("id");
        var word = answer.Text("status");
        if (id is null && word is null)
        {
            return null;
        }

        var status = Words[word];
        var end = answer.Time("completed_at");
        return new Batch
        {
            Id = id ?? batchId,
            Model = answer.Text("model"),
            Status = status,
            ProcessingStatus = word,
            RequestCounts = Counting.OfOne(status),
            Progress = Counting.Progress(status, Percent(answer.Text("logs"))),
            Metadata = MetadataReader.Pick(answer, "deployment", "version"),
            CreatedAt = answer.Time("created_at"),
            ExpiresAt = answer.Time("deadline"),
            InProgressAt = answer.Time("started_at"),
            Errors = answer.Member("error") is { } error ? ErrorList.Single(error.AsText() ?? error.AsJson()) : null,
            ResultsUrl = status is BatchStatus.Completed && answer.Flag("data_removed") is not true && answer.Part("urls") is { } urls
                ? urls.Text("web") ?? urls.Text("get")
                : null,
            OperationName = id,
        }.EndedAt(end);
    }

    public override BatchFault? ReadFault(UpstreamError error) => error switch
    {
        // The reset stands in the text: "Request was throttled. Your rate limit resets in ~30s."
        { Status: 429, RetryAfter: null, Message: { } message } when Reset().Match(message) is { Success: true } reset =>
            CommonFaults.RateLimited(Name, error with
            {
                RetryAfter = TimeSpan.FromSeconds(int.Parse(reset.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)),
            }),
        _ when error.CallsMalformed("id", "uuid") => CommonFaults.NotFound(Name),
        _ => null,
    };

    private static long? Percent(string? logs) =>
        logs is not null && ProgressBar().Match(logs) is { Success: true } bar
            ? long.Parse(bar.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\A[a-z0-9]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"([0-9]{1,3})%\|", RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex ProgressBar();

    [GeneratedRegex("resets in ~?([0-9]{1,5}) ?s", RegexOptions.CultureInvariant)]
    private static partial Regex Reset();
}

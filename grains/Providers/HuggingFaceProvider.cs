using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Hugging Face has no batch inference; one job (the run of a container) is shown as a batch of one.
/// https://huggingface.co/docs/huggingface_hub/guides/jobs
/// </summary>
/// <remarks>
/// The two official clients differ on the stages; both lists are read. Chosen: the batch's id is <c>namespace/id</c>, by which alone it can be
/// asked for again; <c>STOPPED</c>, which does not say by whom, is cancelled. Command, arguments, environment and secrets are skipped.
/// </remarks>
internal sealed partial class HuggingFaceProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private const string IdRule = "'namespace/id', the owner's name and the job's 24 hexadecimal digits";

    private static readonly StatusWords Words = new(
        ("SCHEDULING", BatchStatus.Validating),
        ("RUNNING", BatchStatus.InProgress),
        ("UPDATING", BatchStatus.InProgress),
        ("PAUSED", BatchStatus.InProgress),
        ("COMPLETED", BatchStatus.Completed),
        ("ERROR", BatchStatus.Failed),
        ("DELETING", BatchStatus.Cancelling),
        ("CANCELED", BatchStatus.Cancelled),
        ("DELETED", BatchStatus.Cancelled),
        ("STOPPED", BatchStatus.Cancelled));

    public override string Name => "huggingface";

    protected override string? KeyVariable => "HF_TOKEN";

    protected override string? WithoutKey => "Hugging Face has no batch inference API. To see a job as a batch of one";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`); without it `unsupported_operation`",
        Ids = "`namespace/id` of a job",
        Words = Words.Table,
        Remarks = "Hugging Face has no batch inference: one job is shown as a batch of one. Its labels are `metadata`, and `results_url` is its web "
            + "page once it has ended. Command, arguments, environment and secrets are skipped. There is no `progress` before the end.",
    };

    protected override IReadOnlyList<string> Skipped { get; } = ["command", "arguments", "environment", "secrets", "volumes"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), IdRule, name => $"{name.Groups[1].Value}/{name.Groups[2].Value.ToLowerInvariant()}");

    public override Uri Address(ProviderAccount account, string batchId)
    {
        var slash = batchId.IndexOf('/', StringComparison.Ordinal);
        return new Uri($"{account.BaseUrl("https://huggingface.co/api")}/jobs/{Uri.EscapeDataString(batchId[..slash])}"
            + $"/{Uri.EscapeDataString(batchId[(slash + 1)..])}");
    }

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var given = answer.Part("status");
        var stage = given?.Text("stage");
        if (stage is null && answer.Text("id") is null)
        {
            return null;
        }

        var status = Words[stage];
        var started = answer.Time("startedAt");
        var end = answer.Time("finishedAt");
        return new Batch
        {
            Id = batchId,
            Status = status,
            ProcessingStatus = stage,
            RequestCounts = Counting.OfOne(status),
            Progress = Counting.Progress(status, percent: null),
            Metadata = MetadataReader.Read(answer.Member("labels")),
            CreatedAt = answer.Time("createdAt"),
            ExpiresAt = Deadline(started, answer.Count("timeoutSeconds")),
            InProgressAt = started,
            Errors = status is BatchStatus.Failed ? ErrorList.Single(given?.Text("message"), stage) : null,
            OperationName = batchId,
        }.EndedAt(end);
    }

    // The web page has the address of the API without its first segment.
    public override Batch Link(Batch batch, Uri address) => batch.Status.IsTerminal
        ? batch with { ResultsUrl = address.AbsoluteUri.Replace("/api/jobs/", "/jobs/", StringComparison.Ordinal) }
        : batch;

    public override BatchFault? ReadFault(UpstreamError error) =>
        error.CallsMalformed("id", "uuid") ? CommonFaults.NotFound(Name) : null;

    // More than ten years is no time limit that anyone meant.
    private static long? Deadline(long? started, long? seconds) => seconds is > 0 and <= 10L * 366 * 24 * 3600 ? started + seconds : null;

    [GeneratedRegex(@"\A([A-Za-z0-9][A-Za-z0-9._-]{0,95})/([0-9A-Fa-f]{24})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

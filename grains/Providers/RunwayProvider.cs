using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Runway has no batches; one task is shown as a batch of one. https://docs.dev.runwayml.com/api/
/// </summary>
/// <remarks>
/// Chosen: the output is skipped, since its signed addresses end within two days and open the files to whoever sees them. Runway tells no time
/// but that of creation. Workflow invocations, the other thing with an id, are not looked up.
/// </remarks>
internal sealed partial class RunwayProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private static readonly StatusWords Words = new(
        ("PENDING", BatchStatus.Validating),
        ("THROTTLED", BatchStatus.Validating),
        ("RUNNING", BatchStatus.InProgress),
        ("SUCCEEDED", BatchStatus.Completed),
        ("FAILED", BatchStatus.Failed),
        ("CANCELLED", BatchStatus.Cancelled));

    public override string Name => "runway";

    protected override string? KeyVariable => "RUNWAYML_API_SECRET";

    protected override string? WithoutKey => "Runway has no batch API. To see a task as a batch of one";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`); without it `unsupported_operation`",
        Ids = "the id of a task, a UUID",
        Words = Words.Table,
        Remarks = "Runway has no batches: one task is shown as a batch of one. The output's signed addresses are skipped. Runway tells no time but "
            + "`created_at`.",
    };

    // Documented: a task is updated, and may be asked for, every five seconds at most.
    public override TimeSpan MinimumInterval => TimeSpan.FromSeconds(5);

    protected override IReadOnlyList<string> Skipped { get; } = ["output"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId.ToLowerInvariant(), Id(), "the id of a task, a UUID");

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.dev.runwayml.com/v1")}/tasks/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var id = answer.Text("id");
        var word = answer.Text("status");
        if (id is null && word is null)
        {
            return null;
        }

        var status = Words[word];
        return new Batch
        {
            Id = id ?? batchId,
            Status = status,
            ProcessingStatus = word,
            RequestCounts = Counting.OfOne(status),
            Progress = Counting.Progress(status, Percent(answer.Real("progress"))),
            CreatedAt = answer.Time("createdAt"),
            Errors = ErrorList.Single(answer.Text("failure"), answer.Text("failureCode")),
        };
    }

    public override BatchFault? ReadFault(UpstreamError error) =>
        error.CallsMalformed("id", "uuid") ? CommonFaults.NotFound(Name) : null;

    protected override ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        request.Headers.Add("X-Runway-Version", "2024-11-06");
        return base.AuthorizeAsync(request, account, cancellationToken);
    }

    // 0.57 * 100 is a little less than 57.
    private static long? Percent(double? part) => part is >= 0 and <= 1 ? (long)Math.Round(part.Value * 100, MidpointRounding.AwayFromZero) : null;

    [GeneratedRegex(@"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

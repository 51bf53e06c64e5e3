using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// OpenRouter's batches: OpenAI's words, one time for all ends, and the results inline.
/// https://openrouter.ai/docs/api/api-reference/batch/get-a-batch
/// </summary>
/// <remarks>
/// Chosen: <c>results_url</c> only for a completed batch, since the documents differ on whether the other ends have results. A 402 carries the
/// batch, whose results are held back for want of credits: it is shown with that as its error and without a link to results, and is read
/// again, since the results are released once the account is topped up.
/// </remarks>
internal sealed class OpenRouterProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private static readonly StatusWords Words = new(
        ("validating", BatchStatus.Validating),
        ("in_progress", BatchStatus.InProgress),
        ("finalizing", BatchStatus.Finalizing),
        ("completed", BatchStatus.Completed),
        ("failed", BatchStatus.Failed),
        ("expired", BatchStatus.Expired),
        ("cancelling", BatchStatus.Cancelling),
        ("cancelled", BatchStatus.Cancelled));

    public override string Name => "openrouter";

    protected override string? KeyVariable => "OPENROUTER_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`)",
        Ids = "`batch_…`",
        Words = Words.Table,
        Remarks = "There are no files and no times of single states but the end. Inline results are skipped; `results_url` leads to them once the "
            + "batch is completed. The upstream provider's name stands in `metadata`. A lack of credits to release the results is shown in `errors`; "
            + "such a batch is read again every hour.",
    };

    // "Top up and poll again", says the 402.
    public override TimeSpan? FinalRecheck(BatchSnapshot final) =>
        final is { Status: BatchStatus.Completed, Batch.ResultsUrl: null } ? TimeSpan.FromHours(1) : null;

    protected override IReadOnlyList<string> Skipped { get; } = ["results"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, BatchIdRule.Word(), BatchIdRule.WordRule);

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://openrouter.ai/api/v1")}/batches/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var id = answer.Text("id");
        var word = answer.Text("status");
        if (id is null && word is null)
        {
            return null;
        }

        var status = Words[word];
        var given = answer.Part("request_counts");
        var counts = Counting.Of(status, given?.Count("total"), given?.Count("completed"), given?.Count("failed"));
        var end = answer.Time("finalized_at");
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = answer.Text("endpoint") ?? "",
            Model = answer.Text("model"),
            CompletionWindow = answer.Text("completion_window") ?? "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            Metadata = MetadataReader.Pick(answer, "provider"),
            CreatedAt = answer.Time("created_at"),
            ExpiresAt = answer.Time("expires_at"),
            Errors = ErrorList.Read(answer.Member("error")),
            Usage = UsageReader.Read(answer.Member("usage")),
        }.EndedAt(end);
    }

    public override Batch Link(Batch batch, Uri address) =>
        batch is { Status: BatchStatus.Completed, Errors: null } ? batch with { ResultsUrl = address.AbsoluteUri } : batch;

    public override bool TellsOfBatch(UpstreamError error) => error.Status == 402;
}

using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Cohere's batches (<c>/v2/batches</c>), and its older embed jobs (<c>/v1/embed-jobs</c>), of cohere-openapi.yaml.
/// </summary>
/// <remarks>
/// Chosen: an id does not tell its kind, so one that the batch API does not know is looked up as an embed job. Cohere gives one time of
/// change, <c>updated_at</c>: it is the time of the end once there is one, and of the cancellation while that is under way.
/// </remarks>
internal sealed class CohereProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private const string DefaultBaseUrl = "https://api.cohere.com";

    private static readonly StatusWords Words = new(
        ("BATCH_STATUS_UNSPECIFIED", BatchStatus.Validating),
        ("BATCH_STATUS_QUEUED", BatchStatus.Validating),
        ("BATCH_STATUS_IN_PROGRESS", BatchStatus.InProgress),
        ("BATCH_STATUS_COMPLETED", BatchStatus.Completed),
        ("BATCH_STATUS_FAILED", BatchStatus.Failed),
        ("BATCH_STATUS_CANCELING", BatchStatus.Cancelling),
        ("BATCH_STATUS_CANCELED", BatchStatus.Cancelled));

    private static readonly StatusWords EmbedJobWords = new(
        ("processing", BatchStatus.InProgress),
        ("complete", BatchStatus.Completed),
        ("failed", BatchStatus.Failed),
        ("cancelling", BatchStatus.Cancelling),
        ("cancelled", BatchStatus.Cancelled));

    public override string Name => "cohere";

    protected override string? KeyVariable => "CO_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`)",
        Ids = "a UUID; also an embed job's id",
        Words = [.. Words.Table, .. EmbedJobWords.Table],
        Remarks = "`endpoint`, `expires_at` and `in_progress_at` are left out: Cohere does not tell them. The time of an end is `updated_at`. "
            + "An embed job has no counts and no times but `created_at`, and costs two calls a look. A trial key's monthly calls are few: raise `MinRefreshSeconds`.",
    };

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, BatchIdRule.Word(), BatchIdRule.WordRule);

    public override async Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken)
    {
        var batch = await base.RetrieveAsync(account, batchId, cancellationToken);
        return batch.Fault?.Code is BatchFaultCode.BatchNotFound
            ? await GetAsync(account, EmbedJobAddress(account, batchId), json => ReadEmbedJob(json, batchId), cancellationToken) with { Calls = 2 }
            : batch;
    }

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl(DefaultBaseUrl)}/v2/batches/{Uri.EscapeDataString(batchId)}");

    public static Uri EmbedJobAddress(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl(DefaultBaseUrl)}/v1/embed-jobs/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        // Only name, input_dataset_id and model are always there.
        if (answer.Part("batch") is not { } batch
            || (batch.Text("id") ?? batch.Text("status") ?? batch.Text("input_dataset_id") ?? batch.Text("name")) is null)
        {
            return null;
        }

        var word = batch.Text("status");
        var status = Words[word];
        var counts = Counting.Of(
            status, batch.Count("num_records"), batch.Count("num_successful_records"), batch.Count("num_failed_records"));
        var updated = batch.Time("updated_at");
        return new Batch
        {
            Id = batch.Text("id") ?? batchId,
            Model = batch.Text("model"),
            InputFileId = batch.Text("input_dataset_id") ?? "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            CreatedAt = batch.Time("created_at"),
            CancellingAt = status is BatchStatus.Cancelling ? updated : null,
            OutputFileId = batch.Text("output_dataset_id"),
            Errors = status is BatchStatus.Failed && batch.Text("status_reason") is { } reason ? ErrorList.Single(reason, "failed") : null,
            Usage = UsageReader.Of(batch.Count("input_tokens"), batch.Count("output_tokens")),
        }.EndedAt(updated);
    }

    /// <summary>An embed job, which has no counts and no times but that of its creation.</summary>
    public static Batch? ReadEmbedJob(JsonElement job, string batchId)
    {
        var word = job.Text("status");
        var id = job.Text("job_id");
        if (word is null && id is null)
        {
            return null;
        }

        var status = EmbedJobWords[word];
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = "/v1/embed",
            Model = job.Text("model"),
            InputFileId = job.Text("input_dataset_id") ?? "",
            Status = status,
            ProcessingStatus = word,
            Progress = Counting.Progress(status, percent: null),
            CreatedAt = job.Time("created_at"),
            OutputFileId = job.Text("output_dataset_id"),
        };
    }

    public override BatchFault? ReadFault(UpstreamError error) => error.Status switch
    {
        _ when error.CallsMalformed("id", "uuid", "not found") => CommonFaults.NotFound(Name),
        // Cohere's status of its own for an invalid token.
        498 => CommonFaults.AuthFailed(Name, error),
        _ => null,
    };
}

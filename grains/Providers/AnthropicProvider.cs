using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Anthropic's Message Batches: https://docs.anthropic.com/en/api/retrieving-message-batches.
/// </summary>
/// <remarks>
/// <c>ended</c> says nothing of how, so the counts do. Chosen as OpenAI has it, whose batch is cancelled or expired although some requests were
/// done: cancelled when a cancellation was asked for and hit a request (or hit all of them), else expired when a request expired, else completed,
/// also when every request failed. Requests that expired or were cancelled don't count as progress. A batch is worked on from the start, so
/// <c>in_progress_at</c> is the time of creation.
/// </remarks>
internal sealed partial class AnthropicProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private const string IdRule = "'msgbatch_' and up to 120 letters, digits, '_' or '-'";

    private static readonly StatusWords Words = new(
        ("in_progress", BatchStatus.InProgress),
        ("canceling", BatchStatus.Cancelling),
        ("ended", BatchStatus.Completed));

    public override string Name => "anthropic";

    protected override string? KeyVariable => "ANTHROPIC_API_KEY";

    protected override string? KeyHeader => "x-api-key";

    public override ProviderNotes Notes { get; } = new()
    {
        Settings = "`ApiKey` or `ANTHROPIC_API_KEY`",
        Ids = "`msgbatch_…`",
        Words = Words.Table,
        Remarks = "`ended` becomes `cancelled` or `expired` when requests were cancelled or expired. No files: `results_url` leads to the results, "
            + "until Anthropic archives them 29 days after creation; so a final batch is looked at again every six hours.",
    };

    // The results are archived 29 days after creation; the batch is final long before.
    public override TimeSpan? FinalRecheck(BatchSnapshot final) => TimeSpan.FromHours(6);

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), IdRule);

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.anthropic.com")}/v1/messages/batches/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var word = answer.Text("processing_status");
        var id = answer.Text("id");
        if (word is null && id is null)
        {
            return null;
        }

        var counts = answer.Part("request_counts") is { } box ? Counts(box) : null;
        var cancelled = answer.Time("cancel_initiated_at");
        var status = Words[word] is BatchStatus.Completed ? Ending(counts, cancelled is not null) : Words[word];
        var ended = answer.Time("ended_at");
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = "/v1/messages",
            CompletionWindow = "24h",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            CreatedAt = answer.Time("created_at"),
            ExpiresAt = answer.Time("expires_at"),
            InProgressAt = answer.Time("created_at"),
            CancellingAt = cancelled,
            ResultsUrl = answer.Text("results_url"),
            ArchivedAt = answer.Time("archived_at"),
        }.EndedAt(ended);
    }

    public override BatchFault? ReadFault(UpstreamError error) => error switch
    {
        _ when error.CallsMalformed("message_batch_id") => CommonFaults.NotFound(Name),
        { Status: 400, Body: var body } when body.Part("error")?.Part("details")?.Text("error_code") is "organization_on_hold" =>
            CommonFaults.AuthFailed(Name, error),
        _ => null,
    };

    protected override ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        request.Headers.Add("anthropic-version", "2023-06-01");
        return base.AuthorizeAsync(request, account, cancellationToken);
    }

    private static RequestCounts? Counts(JsonElement box)
    {
        var counts = new RequestCounts
        {
            Completed = box.Count("succeeded"),
            Succeeded = box.Count("succeeded"),
            Failed = box.Count("errored"),
            Expired = box.Count("expired"),
            Canceled = box.Count("canceled"),
            Pending = box.Count("processing"),
        };
        // The five always sum to the total; without one of them it is not known.
        return counts == new RequestCounts()
            ? null
            : counts with { Total = Counting.Sum(counts.Succeeded, counts.Failed, counts.Expired, counts.Canceled, counts.Pending) };
    }

    private static BatchStatus Ending(RequestCounts? counts, bool cancelled) => counts switch
    {
        { Canceled: > 0 } when cancelled || counts.Canceled == counts.Total => BatchStatus.Cancelled,
        { Canceled: > 0 } => BatchStatus.Completed,
        { Expired: > 0 } => BatchStatus.Expired,
        _ => BatchStatus.Completed,
    };

    [GeneratedRegex(@"^msgbatch_[A-Za-z0-9_-]{1,120}\z")]
    private static partial Regex Id();
}

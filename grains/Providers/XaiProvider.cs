using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// xAI's batches, which have no status: it follows from the counters, as in <c>batch.proto</c> of xai-proto and the REST reference.
/// </summary>
/// <remarks>
/// Chosen: a batch that still has pending requests after its <c>expire_time</c> is in progress, since xAI does not say that it is not; the time
/// itself tells. A cancelled batch whose cancelled requests turn out to have succeeded (counters revert within seconds of a cancel) is completed. Progress
/// counts what succeeded or failed, as at every provider. There is no time of completion, and the window is unknown: xAI tells neither. Requests
/// can be added to a batch that was complete, and cancels revert, so a final batch is read again.
/// </remarks>
internal sealed partial class XaiProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    public override string Name => "xai";

    protected override string? KeyVariable => "XAI_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`)",
        Ids = "`batch_…`",
        Words =
        [
            new("(no requests yet)", BatchStatus.Validating.Word),
            new("(requests pending)", BatchStatus.InProgress.Word),
            new("(none pending)", BatchStatus.Completed.Word),
            new("(cancelled, requests pending)", BatchStatus.Cancelling.Word),
            new("(cancelled, none pending)", BatchStatus.Cancelled.Word),
            new("(cancelled by xAI)", BatchStatus.Failed.Word),
        ],
        Remarks = "The status follows from the counters, so `processing_status` is left out; so are `completed_at`, `endpoint` and `completion_window`, "
            + "which xAI does not tell. Times are exact to the day, and a batch past its `expires_at` stays as it is. A final batch may reopen and is read "
            + "again every 10 minutes, a cancelled one, whose counters may go back, every minute.",
    };

    // After a cancel the counters were seen to go back within 20 seconds.
    public override TimeSpan? FinalRecheck(BatchSnapshot final) => TimeSpan.FromMinutes(final.Status is BatchStatus.Cancelled ? 1 : 10);

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), OpenAIShapedRows.UsualIdRule);

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.x.ai/v1")}/batches/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var id = answer.Text("batch_id");
        var state = answer.Part("state");
        if (id is null && state is null)
        {
            return null;
        }

        var (total, pending) = (state?.Count("num_requests"), state?.Count("num_pending"));
        var (succeeded, failed, cancelled) = (state?.Count("num_success"), state?.Count("num_error"), state?.Count("num_cancelled"));
        var reason = answer.Text("cancel_by_xai_message");
        var cancelTime = answer.Time("cancel_time");
        var status = Status();
        var counts = new RequestCounts
        {
            Total = total,
            Completed = succeeded,
            Succeeded = succeeded,
            Failed = failed,
            Canceled = cancelled,
            Pending = pending,
        };
        // The time of a cancel is that of the end, but not of a batch that was completed all the same.
        return new Batch
        {
            Id = id ?? batchId,
            InputFileId = answer.Text("input_file_id") ?? "",
            Status = status,
            RequestCounts = counts == new RequestCounts() ? null : counts,
            Progress = Counting.Progress(status, counts),
            CreatedAt = answer.Time("create_time"),
            ExpiresAt = answer.Time("expire_time"),
            CancellingAt = status is BatchStatus.Failed ? null : cancelTime,
            Errors = reason is null ? null : ErrorList.Single(reason, "cancelled_by_provider"),
        }.EndedAt(status is BatchStatus.Completed ? null : cancelTime);

        BatchStatus Status()
        {
            if (reason is not null)
            {
                return BatchStatus.Failed;
            }

            // Protobuf's JSON may leave out a zero.
            var done = (succeeded ?? 0) + (failed ?? 0) + (cancelled ?? 0);
            var left = pending ?? (done >= total ? 0 : null);
            if (left > 0 && (cancelTime is not null || cancelled > 0))
            {
                return BatchStatus.Cancelling;
            }

            if (left is 0 && (cancelled > 0 || (cancelTime is not null && total is 0)))
            {
                return BatchStatus.Cancelled;
            }

            return (total, left) switch
            {
                (0, _) => BatchStatus.Validating,
                ( > 0, 0) => BatchStatus.Completed,
                _ => BatchStatus.InProgress,
            };
        }
    }

    public override Batch Link(Batch batch, Uri address) => batch with { ResultsUrl = $"{address.AbsoluteUri}/results" };

    public override BatchFault? ReadFault(UpstreamError error) => error switch
    {
        // A bad key is a 400 here, whose code is a sentence: "Client specified an invalid argument".
        { Status: 400, Message: { } message } when message.Contains("API key", StringComparison.OrdinalIgnoreCase) =>
            CommonFaults.AuthFailed(Name, error),
        { Status: 400 or 404, Code: { } code } when code.Contains("entity was not found", StringComparison.OrdinalIgnoreCase) =>
            CommonFaults.NotFound(Name),
        _ => OpenAIShape.ReadFault(Name, error),
    };

    [GeneratedRegex(@"^batch_[A-Za-z0-9_-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

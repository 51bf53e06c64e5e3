using System.Text.Json;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Reads OpenAI's batch, and every deviation from it that servers of the same shape are known for: counts beside the object or missing, errors
/// as a text, times as texts, other words for a status, missing members for null ones.
/// </summary>
internal static class OpenAIShape
{
    /// <summary>OpenAI's own eight words.</summary>
    public static readonly StatusWords Words = new(Eight());

    /// <summary>Also the words of the gateways and servers that imitate it. Those that mean different things to different servers are left out.</summary>
    public static readonly StatusWords WordsOfImitators = WordsWith(
    [
        ("queued", BatchStatus.Validating),
        ("pending", BatchStatus.Validating),
        ("created", BatchStatus.Validating),
        ("creating", BatchStatus.Validating),
        ("starting", BatchStatus.Validating),
        ("scheduling", BatchStatus.Validating),
        ("submitted", BatchStatus.Validating),
        ("running", BatchStatus.InProgress),
        ("processing", BatchStatus.InProgress),
        ("progress", BatchStatus.InProgress),
        ("writing_results", BatchStatus.Finalizing),
        ("complete", BatchStatus.Completed),
        ("done", BatchStatus.Completed),
        ("succeeded", BatchStatus.Completed),
        ("error", BatchStatus.Failed),
    ]);

    /// <summary>OpenAI's words and a provider's own besides.</summary>
    public static StatusWords WordsWith(params ReadOnlySpan<(string Word, BatchStatus Status)> more) => new([.. Eight(), .. more]);

    /// <summary>The batch that an answer tells of; null when it has neither an id nor a status.</summary>
    public static Batch? Read(JsonElement answer, string batchId, StatusWords words)
    {
        var word = answer.Text("status");
        var id = answer.Text("id");
        if (word is null && id is null)
        {
            return null;
        }

        var status = words[word];
        var counts = Counts(answer, status);
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = answer.Text("endpoint") ?? "",
            Model = answer.Text("model"),
            InputFileId = answer.Text("input_file_id") ?? "",
            CompletionWindow = answer.Text("completion_window") ?? "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = answer.Number("progress") is { } percent ? Counting.Progress(status, percent) : Counting.Progress(status, counts),
            Metadata = MetadataReader.Read(answer.Member("metadata")),
            CreatedAt = answer.Time("created_at"),
            ExpiresAt = answer.Time("expires_at"),
            InProgressAt = answer.Time("in_progress_at"),
            FinalizingAt = answer.Time("finalizing_at"),
            CancellingAt = answer.Time("cancelling_at") ?? answer.Time("canceling_at"),
            OutputFileId = answer.Text("output_file_id"),
            ErrorFileId = answer.Text("error_file_id"),
            Errors = ErrorList.Read(answer.Member("errors")) ?? ErrorList.Read(answer.Member("error")),
            Usage = UsageReader.Read(answer.Member("usage")),
        }.EndedAt(EndTime(answer, status));
    }

    /// <summary>
    /// A refusal that calls the id malformed, which is to say that there is no such batch, and one that knows no such route; null for all else.
    /// </summary>
    public static BatchFault? ReadFault(string provider, UpstreamError error) => error.Status switch
    {
        _ when error.CallsMalformed("batch_id", "batch id", "expected an ID", "no batch found", "batch not found") => CommonFaults.NotFound(provider),
        404 when HasNoRoute(error) => CommonFaults.WrongAddress(provider, error),
        _ => null,
    };

    /// <summary>
    /// A 404 that is about the route: FastAPI's own words for it (a batch that is not there is "Batch not found"), OpenAI's, and Groq's.
    /// </summary>
    public static bool HasNoRoute(UpstreamError error) => error is { Status: 404, Message: { } message }
        && (message is "Not Found"
            || message.StartsWith("Invalid URL", StringComparison.Ordinal)
            || message.StartsWith("Unknown request URL", StringComparison.Ordinal));

    // Some servers know one time of ending for all ends (vLLM's production stack).
    private static long? EndTime(JsonElement answer, BatchStatus status) => status switch
    {
        BatchStatus.Failed => answer.Time("failed_at"),
        BatchStatus.Expired => answer.Time("expired_at"),
        BatchStatus.Cancelled => answer.Time("cancelled_at") ?? answer.Time("canceled_at"),
        _ => null,
    } ?? answer.Time("completed_at");

    // request_counts: { total }, request_counts: total, or total and total_requests beside it.
    private static RequestCounts? Counts(JsonElement answer, BatchStatus status)
    {
        var box = answer.Part("request_counts") ?? default;
        return Counting.Of(
            status,
            box.Count("total") ?? answer.Count("request_counts") ?? answer.Count("total") ?? answer.Count("total_requests"),
            box.Count("completed") ?? answer.Count("completed") ?? answer.Count("completed_requests"),
            box.Count("failed") ?? answer.Count("failed") ?? answer.Count("failed_requests"));
    }

    private static (string Word, BatchStatus Status)[] Eight() =>
    [
        ("validating", BatchStatus.Validating),
        ("in_progress", BatchStatus.InProgress),
        ("finalizing", BatchStatus.Finalizing),
        ("completed", BatchStatus.Completed),
        ("failed", BatchStatus.Failed),
        ("expired", BatchStatus.Expired),
        ("cancelling", BatchStatus.Cancelling),
        ("cancelled", BatchStatus.Cancelled),
    ];
}

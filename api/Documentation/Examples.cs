using System.Buffers;
using System.Text;
using BatchGrains.Api.Batches;
using BatchGrains.Api.Errors;

namespace BatchGrains.Api.Documentation;

/// <summary>Bodies as the service writes them.</summary>
internal static class Examples
{
    private const string EventId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly BatchSnapshot Snapshot = new()
    {
        Json = Encoding.UTF8.GetBytes(
            """
            {"id":"batch_abc123","object":"batch","endpoint":"/v1/chat/completions","model":"gpt-5","input_file_id":"file-abc123",
            "completion_window":"24h","status":"in_progress","request_counts":{"total":100,"completed":40,"failed":1},
            "metadata":{"run":"nightly"},"created_at":1766003277,"expires_at":1766089677,"in_progress_at":1766003300,"progress":41}
            """.ReplaceLineEndings("")),
        ETag = "W/\"5d41402abc4b2a76b9719d911017c592\"",
        Version = 3,
        Status = BatchStatus.InProgress,
        ObservedAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
        LatencyMilliseconds = 183,
    };

    public static string Batch => Encoding.UTF8.GetString([.. Snapshot.Json.Span[..^1], .. ExtraFieldsOfSnapshot.Span]);

    public static string Event
    {
        get
        {
            var buffer = new ArrayBufferWriter<byte>();
            EventFrame.Write(buffer, Snapshot, ExtraFieldsOfSnapshot);
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    private static ReadOnlyMemory<byte> ExtraFieldsOfSnapshot => new ExtraFields().For(new BatchReading(), Snapshot, "openai", withRaw: false);

    public static ReadOnlyMemory<byte> Error(ApiError error) => ErrorBody.Write(error, EventId);
}

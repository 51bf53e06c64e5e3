using System.Text;

namespace BatchGrains.Tests.Api;

/// <summary>Readings as a grain gives them.</summary>
internal static class Readings
{
    public const string ETag = "W/\"v1\"";

    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static BatchSnapshot Snapshot(
        BatchStatus status = BatchStatus.InProgress, string etag = ETag, int age = 0, string? json = null, string raw = "") => new()
        {
            Json = Encoding.UTF8.GetBytes(json ?? $$"""{"id":"b1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"{{status.Word}}"}"""),
            ETag = etag,
            Version = 1,
            Status = status,
            ObservedAt = Now - TimeSpan.FromSeconds(age),
            ChangedAt = Now - TimeSpan.FromMinutes(10),
            LatencyMilliseconds = 183,
            RawResponse = Encoding.UTF8.GetBytes(raw),
        };

    public static BatchReading Of(
        BatchSnapshot snapshot,
        BatchReadingOrigin origin = BatchReadingOrigin.Hit,
        double? nextLook = 12,
        BatchFault? fault = null,
        bool collapsed = false) => new()
        {
            Snapshot = snapshot,
            Origin = origin,
            NextLookAt = nextLook is { } seconds ? Now + TimeSpan.FromSeconds(seconds) : null,
            Fault = fault,
            Collapsed = collapsed,
        };

    public static BatchReading Running(string etag = ETag) => Of(Snapshot(etag: etag));

    public static BatchReading Final(string etag = "W/\"end\"") => Of(Snapshot(BatchStatus.Completed, etag), nextLook: null);

    public static BatchReading Fault(BatchFaultCode code, TimeSpan? retryAfter = null) => new() { Fault = Faults.Of(code, retryAfter) };
}

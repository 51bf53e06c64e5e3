using BatchGrains;

namespace NextContracts;

/// <summary>A batch as a later version tells of it.</summary>
internal sealed class NextBatch : Grain, IBatchGrain
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken) => new(new BatchReading
    {
        Snapshot = new BatchSnapshot
        {
            Json = """{"id":"batch_1","status":"paused"}"""u8.ToArray(),
            ETag = "W/\"next\"",
            Version = 1,
            Status = BatchStatus.Paused,
            ObservedAt = Noon,
            ChangedAt = Noon,
            LatencyMilliseconds = 1,
        },
        NextLookAt = Noon,
        Note = "What an older version does not know.",
    });

    public ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken) =>
        Read(BatchReadOptions.Default, cancellationToken);

    public ValueTask<BatchReading> Forget(CancellationToken cancellationToken) => Read(BatchReadOptions.Default, cancellationToken);
}

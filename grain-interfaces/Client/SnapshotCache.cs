namespace BatchGrains.Client;

/// <summary>Keeps the last reading of each batch, and serves it as long as the grain itself would: until the next look is due.</summary>
internal sealed class SnapshotCache(BatchReaderOptions options, TimeProvider time)
{
    // The objects around the bytes, with the batch that a caller may have read from them.
    private const int Overhead = 1024;

    private readonly BoundedCache<BatchKey, Kept> _kept = new(options.MaxEntries, options.MaxBytes);

    /// <summary>A reading that the grain would give as well; null to ask the grain.</summary>
    public BatchReading? Fresh(BatchKey key, BatchReadOptions wanted)
    {
        if (!_kept.TryGet(key, out var kept))
        {
            return null;
        }

        var snapshot = kept.Reading.Snapshot!;
        if (snapshot.IsFinal && kept.Reading.NextLookAt is null)
        {
            return kept.Reading;
        }

        var now = time.GetUtcNow();
        // Where this machine's clock is behind, what was just seen is younger than nothing.
        var isYoung = wanted.MaxAge is not { } age || snapshot.IsFinal || (age > TimeSpan.Zero && now - snapshot.ObservedAt < age);
        return isYoung && now < kept.FreshUntil ? kept.Reading : null;
    }

    /// <summary>The last reading, however old.</summary>
    public BatchReading? Last(BatchKey key) => _kept.TryGet(key, out var kept) ? kept.Reading : null;

    public void Keep(BatchKey key, BatchReading reading)
    {
        if (reading.Snapshot is not { } snapshot || (reading.NextLookAt is null && !snapshot.IsFinal))
        {
            return;
        }

        var served = reading with { Origin = reading.Fault is null ? BatchReadingOrigin.Hit : BatchReadingOrigin.Stale, Collapsed = false };
        _kept.Put(key, new Kept(served, FreshUntil(reading, snapshot)), snapshot.Json.Length + snapshot.RawResponse.Length + Overhead, IsNewer);
    }

    // The silo's clock made both times, so their distance holds even where this machine's clock is behind.
    private DateTimeOffset FreshUntil(BatchReading reading, BatchSnapshot snapshot)
    {
        if (reading.NextLookAt is not { } next)
        {
            return DateTimeOffset.MaxValue;
        }

        var atMost = reading.Fault is null ? time.GetUtcNow() + (next - snapshot.ObservedAt) : next;
        return next < atMost ? next : atMost;
    }

    // Answers may overtake each other. Versions don't tell: they begin anew where storage was lost; and a final state comes after the others,
    // also by a clock that is behind.
    private static bool IsNewer(Kept old, Kept other) => (old.Reading.Snapshot!, other.Reading.Snapshot!) switch
    {
        ({ IsFinal: false }, { IsFinal: true }) => true,
        var (one, two) => two.ObservedAt >= one.ObservedAt,
    };

    private sealed record Kept(BatchReading Reading, DateTimeOffset FreshUntil);
}

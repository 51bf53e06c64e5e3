using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Client;

/// <summary>Reads batches for a whole process; see <see cref="IBatchReader"/>.</summary>
internal sealed class CachedBatchReader : IBatchReader, IDisposable
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(BatchKey, BatchReadOptions), Lazy<Task<BatchReading>>> _flights = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private readonly GrainCalls _calls;
    private readonly AdmissionCache _admissions;
    private readonly SnapshotCache? _snapshots;
    private readonly BatchWatches _watches;

    /// <param name="grains">Where the grains are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="hedges">See <see cref="GrainCalls"/>.</param>
    /// <param name="logger">Where broken waits are told of.</param>
    public CachedBatchReader(IGrainFactory grains, TimeProvider time, BatchReaderOptions options, bool hedges, ILogger logger)
    {
        _time = time;
        _calls = new GrainCalls(grains, time, hedges);
        _admissions = new AdmissionCache(_calls, time, _stopping.Token);
        _snapshots = options.CacheSnapshots ? new SnapshotCache(options, time) : null;
        _watches = new BatchWatches(_calls, _snapshots, time, logger);
    }

    /// <summary>How many batches are waited for.</summary>
    public int Watched => _watches.Count;

    /// <summary>What handles of this reader wait by as well.</summary>
    public TimeProvider Time => _time;

    public ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken) =>
        _admissions.AdmitAsync(tenant, provider, batchId, cancellationToken);

    public ValueTask<BatchReading> ReadAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken) =>
        _snapshots?.Fresh(key, options) is { } fresh ? new(fresh) : AskAsync(key, options, cancellationToken);

    public async ValueTask<BatchReading> WaitForChangeAsync(
        BatchKey key, string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var reading = Known(key, knownETag) ?? await FirstAsync(key, knownETag, atMost, cancellationToken);
        var left = atMost == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : atMost - _time.GetElapsedTime(begun);
        return reading.Snapshot is not { IsFinal: false } snapshot || snapshot.ETag != knownETag || left <= TimeSpan.Zero
            ? reading
            : await _watches.WaitAsync(key, reading, left, cancellationToken);
    }

    // Of two states that differ, the caller's may be the newer one: another process saw it, or this one did before a silo died without
    // having stored it. So what is kept here is news for the caller only when the grain says so, too, and nothing newer was seen.
    private BatchReading? Known(BatchKey key, string? knownETag) =>
        _snapshots?.Fresh(key, BatchReadOptions.Default) is { Snapshot: { } kept } fresh && (kept.IsFinal || knownETag is null || kept.ETag == knownETag)
            ? fresh
            : null;

    private async ValueTask<BatchReading> FirstAsync(BatchKey key, string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var first = new FirstAnswer(atMost, _time, cancellationToken);
        try
        {
            var asked = await AskAsync(key, BatchReadOptions.Default, first.Token);
            return asked.Snapshot is { IsFinal: false } said && _snapshots?.Last(key) is { Snapshot: { } newest } last
                && newest.ETag == knownETag && newest.ObservedAt > said.ObservedAt
                ? last
                : asked;
        }
        catch (OperationCanceledException) when (first.IsLate)
        {
            return _snapshots?.Last(key) is { } last ? last with { Origin = BatchReadingOrigin.Stale, Fault = Unreachable } : FirstAnswer.Missing;
        }
    }

    private ValueTask<BatchReading> AskAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken) => _snapshots is null
        ? _calls.ReadAsync(key, options, cancellationToken)
        : new(ShareReadAsync(key, options, cancellationToken));

    public void Dispose()
    {
        _stopping.Cancel();
        _watches.Dispose();
    }

    // A storm of reads that find nothing fresh crosses the gateway once.
    private async Task<BatchReading> ShareReadAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken)
    {
        var isMine = false;
        var flight = _flights.GetOrAdd((key, options), asked =>
            new Lazy<Task<BatchReading>>(() =>
            {
                isMine = true;
                // Off the caller's scheduler: it may be a grain's, which ends before the others have their answer.
                return Task.Run(() => FlyAsync(asked.Item1, asked.Item2));
            }));
        BatchReading reading;
        try
        {
            // A grain with a stale snapshot answers within its RefreshWait, so a longer silence means that it cannot be reached.
            reading = _snapshots!.Last(key) is null
                ? await flight.Value.WaitAsync(cancellationToken)
                : await flight.Value.WaitAsync(StaleAfter, _time, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && TransientFailure.Is(failure) && _snapshots!.Last(key) is not null)
        {
            return _snapshots.Last(key)! with { Origin = BatchReadingOrigin.Stale, Fault = Unreachable };
        }

        return isMine || reading.Origin is BatchReadingOrigin.Hit ? reading : reading with { Collapsed = true };
    }

    private async Task<BatchReading> FlyAsync(BatchKey key, BatchReadOptions options)
    {
        try
        {
            var reading = await _calls.ReadAsync(key, options, _stopping.Token);
            _snapshots!.Keep(key, reading);
            return reading;
        }
        finally
        {
            _flights.TryRemove((key, options), out _);
        }
    }

    private static BatchFault Unreachable { get; } = new()
    {
        Code = BatchFaultCode.Internal,
        Message = "The silo that holds the batch cannot be reached; this is the last snapshot that was seen here.",
    };
}

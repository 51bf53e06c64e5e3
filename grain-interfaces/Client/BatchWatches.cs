using Microsoft.Extensions.Logging;

namespace BatchGrains.Client;

/// <summary>The watches of this process: one for each batch that somebody waits for, ended when nobody does.</summary>
internal sealed class BatchWatches(GrainCalls calls, SnapshotCache? snapshots, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly Dictionary<BatchKey, BatchWatch> _watches = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _watches.Count;
            }
        }
    }

    /// <summary>Waits until the batch differs from what was seen, is final, or the time is over; then gives the newest reading.</summary>
    public async Task<BatchReading> WaitAsync(BatchKey key, BatchReading seen, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var watch = Enter(key, seen);
        try
        {
            while (true)
            {
                var word = watch.Heard;
                word.Failure?.Throw();
                var left = atMost - time.GetElapsedTime(begun);
                if (word.IsLast || IsNews(word.Reading, seen) || left <= TimeSpan.Zero)
                {
                    return Newer(word.Reading, seen);
                }

                // A time-out is the usual end, so it must not cost a thrown exception for each caller.
                await ((Task)word.Next.Task).WaitAsync(left < LongestWait ? left : LongestWait, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Leave(watch);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var watch in _watches.Values)
            {
                watch.Stop();
            }

            _watches.Clear();
        }
    }

    private BatchWatch Enter(BatchKey key, BatchReading seen)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_watches.TryGetValue(key, out var watch) || watch.Heard.IsLast)
            {
                watch = new BatchWatch(key, seen, calls, snapshots, time, logger);
                _watches[key] = watch;
                Start(watch);
            }

            watch.Waiting++;
            return watch;
        }
    }

    private void Leave(BatchWatch watch)
    {
        lock (_gate)
        {
            watch.Waiting--;
            if (watch.Waiting == 0)
            {
                watch.Stop();
                if (_watches.TryGetValue(watch.Key, out var current) && current == watch)
                {
                    _watches.Remove(watch.Key);
                }
            }
        }
    }

    // The watch serves all callers: it may carry neither the trace nor the grain scheduler of the one that came first.
    private static void Start(BatchWatch watch)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(watch.RunAsync);
        }
    }

    private static bool IsNews(BatchReading heard, BatchReading seen) =>
        heard.Snapshot is not { } snapshot
        || snapshot.IsFinal
        || (snapshot.ETag != seen.Snapshot?.ETag && snapshot.ObservedAt >= seen.Snapshot?.ObservedAt);

    private static BatchReading Newer(BatchReading heard, BatchReading seen) =>
        heard.Snapshot is { IsFinal: false } snapshot && snapshot.ObservedAt < seen.Snapshot?.ObservedAt ? seen : heard;
}

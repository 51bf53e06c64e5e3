using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Client;

/// <summary>One wait at a batch's grain on behalf of all callers of this process that wait for the batch.</summary>
internal sealed partial class BatchWatch(BatchKey key, BatchReading seen, GrainCalls calls, SnapshotCache? snapshots, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    // A silo that died with the wait does not answer, and nobody tells a client.
    private static readonly TimeSpan Lost = Slice + TimeSpan.FromSeconds(3);

    // The grain answers sooner than this without a change only when it is about to move, or has nothing to serve.
    private static readonly TimeSpan Hasty = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private volatile Word _word = new(seen);

    public BatchKey Key => key;

    /// <summary>How many callers wait. Guarded by those who count.</summary>
    public int Waiting { get; set; }

    /// <summary>What was heard last, and the promise of the next.</summary>
    public Word Heard => _word;

    public void Stop() => _stop.Cancel();

    /// <summary>Waits at the grain again and again, until the batch is final or nobody waits.</summary>
    public async Task RunAsync()
    {
        var vain = 0;
        try
        {
            while (true)
            {
                var begun = time.GetTimestamp();
                vain = await WaitOnceAsync() || time.GetElapsedTime(begun) >= Hasty ? 0 : vain + 1;
                if (_word.IsLast)
                {
                    return;
                }

                // The first repetition is immediate, so that a grain on the move is followed at once.
                if (BackOff.After(vain) is { Ticks: > 0 } pause)
                {
                    await Task.Delay(pause, time, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Tell(_word.Reading, isLast: true);
        }
        catch (Exception failure)
        {
            Tell(_word.Reading, isLast: true, ExceptionDispatchInfo.Capture(failure));
        }
    }

    private async Task<bool> WaitOnceAsync()
    {
        var known = _word.Reading;
        BatchReading reading;
        using var call = new CancellationTokenSource();
        try
        {
            reading = await calls.Grain(key).WaitForChange(known.Snapshot?.ETag, Slice, call.Token).AsTask().WaitAsync(Lost, time, _stop.Token);
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested && TransientFailure.Is(failure))
        {
            WaitBroke(logger, key.ToString(), failure.Message);
            return false;
        }
        finally
        {
            // A wait that was left, here or by a silo that only seemed dead, must not keep the grain looking.
            await call.CancelAsync();
        }

        snapshots?.Keep(key, reading);
        if (reading.Snapshot is { } snapshot)
        {
            var changed = snapshot.ETag != known.Snapshot?.ETag;
            if (changed || snapshot.IsFinal)
            {
                Tell(reading, isLast: snapshot.IsFinal);
            }
            else
            {
                _word = _word.Renewed(reading);
            }

            return changed;
        }

        // A silo without the snapshot, in the middle of a provider's outage, knows less than we do. That the batch is gone is news.
        if (reading.Fault is { IsPassing: false })
        {
            Tell(reading, isLast: true);
        }

        return false;
    }

    private void Tell(BatchReading reading, bool isLast, ExceptionDispatchInfo? failure = null)
    {
        var told = _word.Next;
        _word = new Word(reading) { IsLast = isLast, Failure = failure };
        told.TrySetResult();
    }

    [LoggerMessage(1, LogLevel.Information, "The wait for {Key} broke and is taken up again: {Reason}")]
    private static partial void WaitBroke(ILogger logger, string key, string reason);

    /// <summary>What a watch has heard. It never changes; the next word replaces it.</summary>
    internal sealed class Word(BatchReading reading)
    {
        // Continuations run elsewhere: one word frees thousands.
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public BatchReading Reading => reading;

        /// <summary>Whether the watch has ended with it.</summary>
        public bool IsLast { get; init; }

        /// <summary>Why it has ended, unless the batch is final or nobody waits.</summary>
        public ExceptionDispatchInfo? Failure { get; init; }

        /// <summary>Ends with the next word that says something new.</summary>
        public TaskCompletionSource Next => _next;

        /// <summary>The same state of the batch, seen later: those who wait go on waiting.</summary>
        public Word Renewed(BatchReading later) => new(later) { _next = _next };
    }
}

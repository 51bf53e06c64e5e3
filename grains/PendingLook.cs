using System.Diagnostics;

namespace BatchGrains.Grains;

/// <summary>A look under way, which all reads that need it share.</summary>
internal sealed class PendingLook : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _broken;
    private readonly TimeSpan _refreshWait;
    private readonly TimeProvider _time;
    private readonly long _begun;

    public PendingLook(TimeSpan refreshWait, TimeProvider time)
    {
        (_refreshWait, _time, _begun) = (refreshWait, time, time.GetTimestamp());
        _broken = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Deadline = Task.Delay(refreshWait, time, _over.Token);
        BrokenOff = _broken.Token;
    }

    /// <summary>The read that kicked the look; of none when the schedule did.</summary>
    public ActivityContext Cause { get; init; }

    /// <summary>Ends with the look.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Ends when a read that has an old snapshot need not wait any longer.</summary>
    public Task Deadline { get; }

    /// <summary>Is cancelled when the look is broken off.</summary>
    public CancellationToken BrokenOff { get; }

    /// <summary>Whether the provider told of the batch.</summary>
    public bool Succeeded { get; set; }

    /// <summary>
    /// Breaks the look off for a grain that is to leave: at its deadline, since most looks end before, and one that is thrown away is a call
    /// for nothing.
    /// </summary>
    public void BreakOff()
    {
        if (!_ended.Task.IsCompleted)
        {
            var left = _refreshWait - _time.GetElapsedTime(_begun);
            _broken.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>Ends the look for all who wait for it.</summary>
    public void Dispose()
    {
        if (_ended.TrySetResult())
        {
            _over.Cancel();
            _over.Dispose();
            _broken.Dispose();
        }
    }
}

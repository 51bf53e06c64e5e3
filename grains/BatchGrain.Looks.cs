using System.Diagnostics;
using BatchGrains.Grains.Refresh;

namespace BatchGrains.Grains;

/// <summary>The looks at the provider, each in a turn of the timer.</summary>
internal sealed partial class BatchGrain
{
    private PendingLook KickLook()
    {
        var look = BeginLook(Activity.Current?.Context ?? default);
        SetLookTimer(TimeSpan.Zero);
        return look;
    }

    private PendingLook BeginLook(ActivityContext cause = default)
    {
        _look = new PendingLook(services.Options.CurrentValue.RefreshWait, services.Time) { Cause = cause };
        if (_isLeaving)
        {
            _look.BreakOff();
        }

        return _look;
    }

    // Nobody reading and nobody waiting: no calls at all.
    private void ScheduleLook()
    {
        if (_look is null && IsAwaited && _known.NextLookAt is { } next)
        {
            var due = next - services.Time.GetUtcNow();
            SetLookTimer(due > TimeSpan.Zero ? due : TimeSpan.Zero);
        }
    }

    private void SetLookTimer(TimeSpan due)
    {
        if (_lookTimer is null)
        {
            _lookTimer = this.RegisterGrainTimer(static (grain, _) => grain.LookAsync(), this, new GrainTimerCreationOptions
            {
                DueTime = due,
                Period = Timeout.InfiniteTimeSpan,
                Interleave = true,
            });
        }
        else
        {
            _lookTimer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task LookAsync()
    {
        if (_look is null && !IsAwaited)
        {
            // Whoever waited for this look has left, and nobody has read since.
            LeaveUnlessKnown();
            return;
        }

        var look = _look ?? BeginLook();
        var key = Key;
        using var span = services.Traces.Begin(key.Provider, look.Cause);
        try
        {
            look.Succeeded = await AskAsync(key, look.BrokenOff);
            span?.SetStatus(look.Succeeded ? ActivityStatusCode.Unset : ActivityStatusCode.Error, _known.Fault?.Word);
        }
        catch (Exception) when (look.BrokenOff.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            // Whatever happened: readers wait for it, and no other look begins before it has ended.
            _hit = null;
            _look = null;
            look.Dispose();
        }

        if (_known.Snapshot is null)
        {
            StayForNow();
        }
        else if (IsAwaited)
        {
            ScheduleLook();
        }
        else
        {
            // A timer is a tenth of what a resident batch costs.
            _lookTimer?.Dispose();
            _lookTimer = null;
        }
    }

    private async Task<bool> AskAsync(BatchKey key, CancellationToken cancellationToken)
    {
        try
        {
            // Without a fault it is the first look: activation has read just before.
            if (_known is { Snapshot: null, Fault: not null } && await _writer!.CatchUpAsync(cancellationToken))
            {
                _known.Restore(record.State, Limits);
                if (!_known.IsDue(services.Time.GetUtcNow(), null))
                {
                    return true;
                }
            }

            var outcome = await services.Lookup.LookAsync(key, _known.Account, _known.Snapshot, cancellationToken);
            Take(outcome, key);
            return outcome.Batch is not null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            FailedLook(services.Logger, key.ToString(), failure);
            Take(LookOutcome.Of(OwnFaults.FailedLook), key);
            return false;
        }
    }

    private void Take(LookOutcome outcome, BatchKey key)
    {
        var before = _known.Snapshot;
        var isToStore = _known.Apply(outcome, Limits, services.Options.CurrentValue.KeepRaw, services.Time.GetUtcNow(), services.Jitter.Next());
        if (_known.Snapshot?.ETag != before?.ETag)
        {
            TellChange();
        }

        if (_known.Snapshot is { IsFinal: true } final && before is not { IsFinal: true })
        {
            services.Metrics.Ended(key.Provider, final.Status);
        }

        if (isToStore)
        {
            _writer!.Put(new BatchState { Snapshot = _known.Snapshot, Account = _known.Account });
        }
    }

    // Nothing is known and nobody asks again: an id that was made up must not stay. One that is asked for stays, so that its back-off can grow.
    private void LeaveUnlessKnown()
    {
        if (_known.Snapshot is null && _isWanted)
        {
            StayForNow();
        }
        else if (_known.Snapshot is null)
        {
            DeactivateOnIdle();
        }
    }

    private void StayForNow()
    {
        _isWanted = false;
        SetLookTimer(_known.RemembersFaultFor(services.Time.GetUtcNow(), Limits));
    }

    [LoggerMessage(1, LogLevel.Error, "The look at {Key} failed in this service")]
    private static partial void FailedLook(ILogger logger, string key, Exception failure);
}

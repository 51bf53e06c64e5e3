using BatchGrains.Grains.Refresh;

namespace BatchGrains.Grains;

/// <summary>
/// One batch. Reads interleave with the look at the provider, which a one-shot timer makes when a read kicks it or somebody waits; all state
/// is swapped by reference on the grain's own scheduler, so no read sees half of a change.
/// </summary>
[GrainType("batch")]
internal sealed partial class BatchGrain(
    [PersistentState("batch", BatchGrain.StorageName)] IPersistentState<BatchState> record, BatchGrainServices services) : Grain, IBatchGrain
{
    /// <summary>The name under which the silo registers the storage of batches.</summary>
    public const string StorageName = "batches";

    // Long enough that waiting costs little, short enough that a silo can leave in good time. Callers call again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly RefreshState _known = new();
    private SnapshotWriter? _writer;
    private PendingLook? _look;
    private ChangeSignal? _change;
    private BatchReading? _hit;
    private IGrainTimer? _lookTimer;
    private bool _isWanted;

    /// <summary>The limits of the batch's schedule.</summary>
    internal RefreshLimits Limits => services.Lookup.LimitsOf(Key);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _writer = new SnapshotWriter(this, new SnapshotStore(record, _known), services);
        _known.Restore(record.State, Limits);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _look?.Dispose();
        _change?.Tell();
        return _writer?.LeaveAsync(cancellationToken) ?? Task.CompletedTask;
    }

    public ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken)
    {
        if (options.OnlyIfCached)
        {
            return new(_known.Snapshot is null ? LeaveUncached() : Current(BatchReadingOrigin.Hit));
        }

        _isWanted = true;
        return _known.IsDue(services.Time.GetUtcNow(), options.MaxAge) ? LookThenRead(cancellationToken) : new(Current(BatchReadingOrigin.Hit));
    }

    public async ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var reading = await Read(BatchReadOptions.Default, cancellationToken);
        var wait = atMost < LongestWait ? atMost : LongestWait;
        if (reading.Snapshot is not { IsFinal: false } snapshot || snapshot.ETag != knownETag || wait <= TimeSpan.Zero)
        {
            return reading;
        }

        var change = _change ??= new ChangeSignal();
        change.Waiting++;
        try
        {
            ScheduleLook();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(change.Told, services.Stopping, Task.Delay(wait, services.Time, limit.Token));
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            change.Waiting--;
        }

        return Current(BatchReadingOrigin.Hit);
    }

    /// <summary>What is known has become what another activation had stored.</summary>
    internal void Adopted()
    {
        _hit = null;
        _change?.Tell();
        _change = null;
    }

    private BatchKey Key => BatchKey.Parse(this.GetPrimaryKeyString());

    private bool IsAwaited => _change is { Waiting: > 0 };

    private async ValueTask<BatchReading> LookThenRead(CancellationToken cancellationToken)
    {
        var collapsed = _look is not null;
        var look = _look ?? KickLook();
        if (_known.Snapshot is null)
        {
            await look.Ended.WaitAsync(cancellationToken);
            if (_known is { Snapshot: null, Fault: null })
            {
                // The grain left during the look. The caller's next call finds it elsewhere.
                throw new SiloUnavailableException("The batch is moving to another silo; call again.");
            }

            services.Metrics.Read(BatchReadingOrigin.Miss);
            return Current(BatchReadingOrigin.Miss, collapsed);
        }

        await Task.WhenAny(look.Ended, look.Deadline).WaitAsync(cancellationToken);
        var origin = look.Succeeded ? BatchReadingOrigin.Refreshed : BatchReadingOrigin.Stale;
        services.Metrics.Read(origin);
        return Current(origin, collapsed);
    }

    private BatchReading Current(BatchReadingOrigin origin, bool collapsed = false)
    {
        if (origin is BatchReadingOrigin.Hit && _hit is { } hit && ReferenceEquals(hit.Snapshot, _known.Snapshot))
        {
            return hit;
        }

        var reading = new BatchReading
        {
            Snapshot = _known.Snapshot,
            Fault = _known.Fault,
            Origin = origin is BatchReadingOrigin.Hit && _known is { Snapshot: not null, Fault: not null } ? BatchReadingOrigin.Stale : origin,
            Collapsed = collapsed,
            NextLookAt = _known.NextLookAt,
        };
        if (origin is BatchReadingOrigin.Hit)
        {
            _hit = reading;
        }

        return reading;
    }

    private PendingLook KickLook()
    {
        _look = new PendingLook(services.Options.CurrentValue.RefreshWait, services.Time);
        SetLookTimer(TimeSpan.Zero);
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
            _lookTimer = this.RegisterGrainTimer(static (grain, token) => grain.LookAsync(token), this, new GrainTimerCreationOptions
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

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_look is null && !IsAwaited)
        {
            // Whoever waited for this look has left, and nobody has read since.
            LeaveUnlessKnown();
            return;
        }

        _look ??= new PendingLook(services.Options.CurrentValue.RefreshWait, services.Time);
        var look = _look;
        try
        {
            look.Succeeded = await AskAsync(Key, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The grain leaves. Its callers get what it knows, or find it elsewhere.
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
            if (_known.Snapshot is null && await _writer!.CatchUpAsync(cancellationToken))
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
        var changed = _known.Apply(outcome, Limits, services.Options.CurrentValue.KeepRaw, services.Time.GetUtcNow(), services.Jitter.Next());
        if (_known.Snapshot?.ETag != before?.ETag)
        {
            _change?.Tell();
            _change = null;
        }

        if (_known.Snapshot is { IsFinal: true } final && before is not { IsFinal: true })
        {
            services.Metrics.Ended(key.Provider, final.Status);
        }

        if (changed)
        {
            _writer!.Put(new BatchState { Snapshot = _known.Snapshot, Account = _known.Account });
        }
    }

    private BatchReading LeaveUncached()
    {
        if (_lookTimer is null)
        {
            StayForNow();
        }

        return OwnFaults.NotCached;
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

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
    private readonly SnapshotStore _store = new(record);
    private PendingLook? _look;
    private ChangeSignal? _change;
    private BatchReading? _hit;
    private IGrainTimer? _lookTimer;
    private IGrainTimer? _writeTimer;
    private bool _isWanted;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _known.Restore(_store.Stored, services.Lookup.LimitsOf(Key));
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _look?.Dispose();
        _change?.Tell();
        if (_store.IsDirty && await _store.WriteAsync(_known, cancellationToken) is { } failure)
        {
            LostSnapshot(services.Logger, this.GetPrimaryKeyString(), failure);
        }
    }

    public ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken)
    {
        if (options.OnlyIfCached)
        {
            return new(_known.Snapshot is null ? NotCached : Current(BatchReadingOrigin.Hit));
        }

        _isWanted = true;
        return _known.IsDue(services.Time.GetUtcNow(), options.MaxAge) ? LookThenRead(cancellationToken) : new(Current(BatchReadingOrigin.Hit));
    }

    public async ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var reading = await Read(BatchReadOptions.Default, cancellationToken);
        if (reading.Snapshot is not { IsFinal: false } snapshot || snapshot.ETag != knownETag)
        {
            return reading;
        }

        var change = _change ??= new ChangeSignal();
        change.Waiting++;
        try
        {
            ScheduleLook();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(
                change.Told, services.Stopping, Task.Delay(atMost < LongestWait ? atMost : LongestWait, services.Time, limit.Token));
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            change.Waiting--;
        }

        return Current(BatchReadingOrigin.Hit);
    }

    private BatchKey Key => BatchKey.Parse(this.GetPrimaryKeyString());

    private static BatchReading NotCached { get; } = new()
    {
        Fault = new BatchFault { Code = BatchFaultCode.NotCached, Message = "Nothing is stored of this batch, and the provider was not to be asked." },
    };

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
        if (origin is BatchReadingOrigin.Hit && _hit is { } hit)
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
        if (_look is null && _change is { Waiting: > 0 } && _known.NextLookAt is { } next)
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
        var key = Key;
        if (_known.Snapshot is null && _look is null)
        {
            LeaveUnlessWanted(key);
            return;
        }

        _look ??= new PendingLook(services.Options.CurrentValue.RefreshWait, services.Time);
        var look = _look;
        var limits = services.Lookup.LimitsOf(key);
        LookOutcome outcome;
        try
        {
            outcome = await services.Lookup.LookAsync(key, _known.Account, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            FailedLook(services.Logger, key.ToString(), failure);
            outcome = LookOutcome.Of(new BatchFault { Code = BatchFaultCode.Internal, Message = "The look at the provider failed here; see the service's log." });
        }
        catch (OperationCanceledException)
        {
            _look = null;
            look.Dispose();
            return;
        }

        var wasFinal = _known.Snapshot is { IsFinal: true };
        var changed = _known.Apply(outcome, limits, services.Options.CurrentValue.KeepRaw, services.Time.GetUtcNow(), services.Jitter.Next());
        _hit = null;
        _look = null;
        look.Succeeded = outcome.Batch is not null;
        look.Dispose();
        if (changed)
        {
            TellAndStore(key, wasFinal);
        }

        if (_known.Snapshot is null)
        {
            _isWanted = false;
            SetLookTimer(limits.NotFound);
        }
        else
        {
            ScheduleLook();
        }
    }

    // Nothing is known and nobody asks again: an id that was made up must not stay. One that is asked for stays, so that its back-off can grow.
    private void LeaveUnlessWanted(BatchKey key)
    {
        if (_isWanted)
        {
            _isWanted = false;
            SetLookTimer(services.Lookup.LimitsOf(key).NotFound);
        }
        else
        {
            DeactivateOnIdle();
        }
    }

    private void TellAndStore(BatchKey key, bool wasFinal)
    {
        var change = _change;
        _change = null;
        change?.Tell();
        if (_known.Snapshot is { IsFinal: true } final && !wasFinal)
        {
            services.Metrics.Ended(key.Provider, final.Status);
        }

        _store.Put(new BatchState { Snapshot = _known.Snapshot, Account = _known.Account });
        SetWriteTimer(TimeSpan.Zero);
    }

    // A turn of its own: storage that hangs must not hold up the next look.
    private void SetWriteTimer(TimeSpan due)
    {
        _writeTimer?.Dispose();
        _writeTimer = this.RegisterGrainTimer(static (grain, token) => grain.WriteAsync(token), this, new GrainTimerCreationOptions
        {
            DueTime = due,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
            KeepAlive = true,
        });
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var failure = await _store.WriteAsync(_known, cancellationToken);
        _hit = null;
        services.Metrics.Written(failure is null);
        if (failure is null)
        {
            _writeTimer?.Dispose();
            _writeTimer = null;
            return;
        }

        FailedWrite(services.Logger, this.GetPrimaryKeyString(), _store.BackOff, failure);
        SetWriteTimer(_store.BackOff);
    }

    [LoggerMessage(1, LogLevel.Error, "The look at {Key} failed in this service")]
    private static partial void FailedLook(ILogger logger, string key, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "The snapshot of {Key} could not be stored; next try in {BackOff}")]
    private static partial void FailedWrite(ILogger logger, string key, TimeSpan backOff, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "The last snapshot of {Key} could not be stored before its grain left; the provider will be asked again")]
    private static partial void LostSnapshot(ILogger logger, string key, Exception failure);
}

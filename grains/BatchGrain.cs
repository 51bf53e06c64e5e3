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

    // Long enough that waiting costs little, short enough that a caller that died is not waited for. Callers call again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly RefreshState _known = new();
    private SnapshotWriter? _writer;
    private PendingLook? _look;
    private ChangeSignal? _change;
    private BatchReading? _hit;
    private IGrainTimer? _lookTimer;
    private bool _isWanted;
    private bool _isLeaving;

    /// <summary>The limits of the batch's schedule.</summary>
    internal RefreshLimits Limits => services.Lookup.LimitsOf(Key);

    private BatchKey Key => BatchKey.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _writer = new SnapshotWriter(this, new SnapshotStore(record, _known), services);
        _known.Restore(record.State, Limits);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _writer?.LeaveAsync(cancellationToken) ?? Task.CompletedTask;

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
        if (_isLeaving || reading.Snapshot is not { IsFinal: false } snapshot || snapshot.ETag != knownETag || wait <= TimeSpan.Zero)
        {
            return reading;
        }

        var change = _change ??= new ChangeSignal();
        change.Waiting++;
        try
        {
            ScheduleLook();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(change.Told, Task.Delay(wait, services.Time, limit.Token));
            await limit.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            change.Waiting--;
        }

        return Current(BatchReadingOrigin.Hit);
    }

    /// <summary>The grain is to leave, and does so when its calls have ended: those who wait get what is known, or call again elsewhere.</summary>
    internal void Leave()
    {
        _isLeaving = true;
        _look?.BreakOff();
        TellChange();
    }

    /// <summary>What is known has become what another activation had stored.</summary>
    internal void Adopted()
    {
        _hit = null;
        TellChange();
    }

    private bool IsAwaited => _change is { Waiting: > 0 };

    private async ValueTask<BatchReading> LookThenRead(CancellationToken cancellationToken)
    {
        var collapsed = _look is not null;
        var look = _look ?? KickLook();
        if (_known.Snapshot is null)
        {
            await look.Ended.WaitAsync(cancellationToken);
            if (_known.Snapshot is null && look.BrokenOff.IsCancellationRequested)
            {
                // The caller's next call finds the batch elsewhere.
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

    private void TellChange()
    {
        _change?.Tell();
        _change = null;
    }

    private BatchReading LeaveUncached()
    {
        if (_lookTimer is null)
        {
            StayForNow();
        }

        return OwnFaults.NotCached;
    }
}

namespace BatchGrains.Grains;

/// <summary>
/// Writes a batch's record in turns of its own: storage that hangs or fails holds up neither a read nor the next look.
/// </summary>
internal sealed partial class SnapshotWriter(BatchGrain grain, SnapshotStore store, BatchGrainServices services)
{
    private IGrainTimer? _timer;
    private bool _isWriting;

    /// <summary>Puts a state in line, to be written soon.</summary>
    public void Put(BatchState state)
    {
        store.Put(state);
        // A write under way takes the newer state up when it ends. Broken off, its outcome would be unknown, and storage that is
        // slower than the batch changes would never get one.
        if (!_isWriting)
        {
            SetTimer(TimeSpan.Zero);
        }
    }

    /// <summary>Reads the record again if it could not be read before.</summary>
    public Task<bool> CatchUpAsync(CancellationToken cancellationToken) => store.CatchUpAsync(cancellationToken);

    /// <summary>The last try, before the grain leaves.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (store.IsDirty && await store.WriteAsync(grain.Limits, cancellationToken) is { } failure)
        {
            LostSnapshot(services.Logger, grain.GetPrimaryKeyString(), failure);
        }
    }

    private void SetTimer(TimeSpan due)
    {
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer = grain.RegisterGrainTimer(static (writer, token) => writer.WriteAsync(token), this, new GrainTimerCreationOptions
        {
            DueTime = due,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
            KeepAlive = true,
        });
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Exception? failure;
        _isWriting = true;
        try
        {
            failure = await store.WriteAsync(grain.Limits, cancellationToken);
        }
        finally
        {
            _isWriting = false;
        }

        if (store.TakeAdopted())
        {
            grain.Adopted();
        }

        services.Metrics.Written(failure is null);
        if (failure is null)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        FailedWrite(services.Logger, grain.GetPrimaryKeyString(), store.BackOff, failure);
        SetTimer(store.BackOff);
    }

    [LoggerMessage(2, LogLevel.Warning, "The snapshot of {Key} could not be stored; next try in {BackOff}")]
    private static partial void FailedWrite(ILogger logger, string key, TimeSpan backOff, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "The last snapshot of {Key} could not be stored before its grain left; the provider will be asked again")]
    private static partial void LostSnapshot(ILogger logger, string key, Exception failure);
}

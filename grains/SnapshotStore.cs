using BatchGrains.Grains.Refresh;
using BatchGrains.Grains.Storage;
using Orleans.Storage;

namespace BatchGrains.Grains;

/// <summary>
/// Keeps a batch's record in storage: the newest state wins, a failure is tried again later, and a conflict is settled in favour of what
/// was seen last. Nothing here is waited for by a read.
/// </summary>
internal sealed class SnapshotStore(IPersistentState<BatchState> record, RefreshState known)
{
    private BatchState? _unwritten;
    private int _failures;
    private bool _hasAdopted;

    /// <summary>Whether a state waits to be written.</summary>
    public bool IsDirty => _unwritten is not null;

    /// <summary>How long to wait before the next try: from 1 s, doubling to a minute.</summary>
    public TimeSpan BackOff => _failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, _failures - 1)));

    /// <summary>Puts a state in line; an older one that was not yet written is not written any more.</summary>
    public void Put(BatchState state) => _unwritten = state;

    /// <summary>Reads the record again if storage was down when the grain came to life.</summary>
    /// <returns>Whether there is a snapshot after all.</returns>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken) =>
        record.Etag is OutageTolerantGrainStorage.UnreadETag && _unwritten is null
        && await RereadAsync(cancellationToken) is null && record.State.Snapshot is not null;

    /// <summary>Whether what is known has been replaced by what another activation had stored, since this was last asked.</summary>
    public bool TakeAdopted()
    {
        var adopted = _hasAdopted;
        _hasAdopted = false;
        return adopted;
    }

    /// <summary>Writes what is in line.</summary>
    /// <param name="limits">The schedule, for a snapshot of another activation that is found.</param>
    /// <param name="cancellationToken">Breaks the write off.</param>
    /// <returns>Null when all is written, else what went wrong.</returns>
    public async Task<Exception?> WriteAsync(RefreshLimits limits, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        while (_unwritten is { } state)
        {
            try
            {
                await WriteAsync(state, cancellationToken);
            }
            catch (InconsistentStateException conflict)
            {
                // Another activation wrote, or a write whose answer was lost did succeed. Its tag is needed before ours can follow.
                if (await RereadAsync(cancellationToken) is { } failure)
                {
                    return Failed(failure);
                }

                // The read was given up: the record is still the one of before, and says nothing of what is stored.
                if (record.Etag is OutageTolerantGrainStorage.UnreadETag)
                {
                    return Failed(conflict);
                }

                Settle(limits);
                if (conflicts++ > 0)
                {
                    return Failed(conflict);
                }

                continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return Failed(failure);
            }

            _failures = 0;
            if (ReferenceEquals(_unwritten, state))
            {
                _unwritten = null;
            }
        }

        return null;
    }

    private void Settle(in RefreshLimits limits)
    {
        if (record.State.Snapshot is null || known.Snapshot is null)
        {
            return;
        }

        _hasAdopted |= known.Reconcile(record.State, limits);
        var isStored = ReferenceEquals(known.Snapshot, record.State.Snapshot)
            || (known.Snapshot.ETag == record.State.Snapshot.ETag && known.Snapshot.Version == record.State.Snapshot.Version
                && known.Account == record.State.Account);
        _unwritten = isStored ? null : new BatchState { Snapshot = known.Snapshot, Account = known.Account };
    }

    private async Task WriteAsync(BatchState state, CancellationToken cancellationToken)
    {
        if (state.Snapshot is null)
        {
            await record.ClearStateAsync(cancellationToken);
            return;
        }

        var stored = record.State;
        record.State = state;
        try
        {
            await record.WriteStateAsync(cancellationToken);
        }
        catch
        {
            // Orleans takes the record along when the grain moves, and there it is taken for what is stored.
            record.State = stored;
            throw;
        }
    }

    private async Task<Exception?> RereadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await record.ReadStateAsync(cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return failure;
        }
    }

    private Exception Failed(Exception failure)
    {
        _failures++;
        return failure;
    }
}

using BatchGrains.Grains.Refresh;
using Orleans.Storage;

namespace BatchGrains.Grains;

/// <summary>
/// Keeps a batch's record in storage: the newest state wins, a failure is tried again later, and a conflict is settled in favour of what
/// was seen last. Nothing here is waited for by a read.
/// </summary>
internal sealed class SnapshotStore(IPersistentState<BatchState> record)
{
    private BatchState? _unwritten;
    private int _failures;

    /// <summary>What was stored when the grain came to life.</summary>
    public BatchState Stored => record.State;

    /// <summary>Whether a state waits to be written.</summary>
    public bool IsDirty => _unwritten is not null;

    /// <summary>How long to wait before the next try: from 1 s, doubling to a minute.</summary>
    public TimeSpan BackOff => _failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, _failures - 1)));

    /// <summary>Puts a state in line; an older one that was not yet written is not written any more.</summary>
    public void Put(BatchState state) => _unwritten = state;

    /// <summary>Writes what is in line.</summary>
    /// <param name="known">What the grain knows: its version is raised when another activation has stored a later one.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <returns>Null when all is written, else what went wrong.</returns>
    public async Task<Exception?> WriteAsync(RefreshState known, CancellationToken cancellationToken)
    {
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

                if (_failures > 0)
                {
                    return Failed(conflict);
                }

                _failures = 1;
                if (record.State.Snapshot is { } other && known.RaiseTo(other.Version + 1) is { } raised)
                {
                    _unwritten = state with { Snapshot = raised };
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

    private async Task WriteAsync(BatchState state, CancellationToken cancellationToken)
    {
        if (state.Snapshot is null)
        {
            await record.ClearStateAsync(cancellationToken);
            return;
        }

        record.State = state;
        await record.WriteStateAsync(cancellationToken);
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

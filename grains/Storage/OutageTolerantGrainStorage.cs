using Orleans.Storage;

namespace BatchGrains.Grains.Storage;

/// <summary>
/// Lets a grain start while its storage is down. The read that Orleans makes at activation then finds "no record", and the
/// ETag <see cref="UnreadETag"/> tells the grain that nothing is known rather than nothing is there. Reading again, at any time,
/// settles it. A read by a grain that already holds a record fails as usual, and so do writes: the grain decides what to do.
/// </summary>
internal sealed partial class OutageTolerantGrainStorage(
    IGrainStorage inner, StorageHealth health, TimeProvider time, ILogger<OutageTolerantGrainStorage> logger) : IGrainStorage
{
    /// <summary>The ETag of a state that could not be read. A write with it only creates: it conflicts if a record exists.</summary>
    public const string UnreadETag = "unread";

    // A caller waits for the activation: the provider's answer is worth more than a late record.
    private static readonly TimeSpan ActivationReadTimeout = TimeSpan.FromSeconds(5);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (grainState.ETag is { Length: > 0 } and not UnreadETag)
        {
            await ObserveAsync(
                StorageOperation.Read, () => inner.ReadStateAsync(stateName, grainId, grainState, cancellationToken), cancellationToken);
            return;
        }

        // Read aside: a read that is given up may still end later, and must then not reach the grain's state.
        var read = new GrainState<T>(grainState.State);
        try
        {
            await ObserveAsync(
                StorageOperation.Read,
                () => inner.ReadStateAsync(stateName, grainId, read, cancellationToken)
                    .WaitAsync(ActivationReadTimeout, time, cancellationToken),
                cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnread(fault, stateName, grainId);
            grainState.ETag = UnreadETag;
            grainState.RecordExists = false;
            return;
        }

        grainState.State = read.State;
        grainState.ETag = read.ETag;
        grainState.RecordExists = read.RecordExists;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ChangeAsync(
            StorageOperation.Write,
            grainState,
            () => inner.WriteStateAsync(stateName, grainId, grainState, cancellationToken),
            cancellationToken);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ChangeAsync(
            StorageOperation.Clear,
            grainState,
            () => inner.ClearStateAsync(stateName, grainId, grainState, cancellationToken),
            cancellationToken);

    private async Task ChangeAsync<T>(
        StorageOperation operation, IGrainState<T> grainState, Func<Task> change, CancellationToken cancellationToken)
    {
        var unread = grainState.ETag == UnreadETag;
        if (unread)
        {
            grainState.ETag = null;
        }

        try
        {
            await ObserveAsync(operation, change, cancellationToken);
        }
        catch when (unread)
        {
            grainState.ETag = UnreadETag;
            throw;
        }
    }

    private async Task ObserveAsync(StorageOperation operation, Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
            health.Succeeded();
        }
        catch (InconsistentStateException)
        {
            // A conflict is an answer.
            health.Succeeded();
            throw;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            health.Failed(operation, fault);
            throw;
        }
    }

    [LoggerMessage(7201, LogLevel.Warning, "Storage did not answer: state {State} of grain {Grain} starts without its record")]
    private partial void LogUnread(Exception fault, string state, GrainId grain);
}

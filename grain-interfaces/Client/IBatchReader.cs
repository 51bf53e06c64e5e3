namespace BatchGrains.Client;

/// <summary>
/// Reads batches on behalf of many callers in one process: snapshots are kept as long as they are fresh, and however many callers
/// wait for one batch, its grain sees a single wait.
/// </summary>
public interface IBatchReader
{
    /// <summary>Says whether a batch may be asked for, and under which key; see <see cref="IBatchAdmission"/>.</summary>
    ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken = default);

    /// <summary>Reads a batch, see <see cref="IBatchGrain.Read"/>.</summary>
    /// <param name="key">An admitted key.</param>
    /// <param name="options">How old the answer may be.</param>
    /// <param name="cancellationToken">Ends the caller's wait, not the look that others share.</param>
    ValueTask<BatchReading> ReadAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the entity tag differs from <paramref name="knownETag"/> or the batch is final, but no longer than <paramref name="atMost"/>
    /// (any length: the wait goes on when the batch moves to another silo), then answers as a read does.
    /// </summary>
    /// <param name="key">An admitted key.</param>
    /// <param name="knownETag">The state that the caller knows; null waits for nothing but the first snapshot.</param>
    /// <param name="atMost">The longest wait; its first answer may take some seconds more where the time is shorter.</param>
    /// <param name="cancellationToken">Ends the caller's wait, not that of others.</param>
    ValueTask<BatchReading> WaitForChangeAsync(BatchKey key, string? knownETag, TimeSpan atMost, CancellationToken cancellationToken = default);
}

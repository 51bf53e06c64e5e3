namespace BatchGrains.Client;

/// <summary>Handles of batches that read through a process's cache.</summary>
public static class BatchReaderHandles
{
    /// <summary>One batch, read through the process's cache; see <see cref="IBatchReader"/>.</summary>
    /// <param name="reader">The reader, from <c>AddBatchGrainsClientCache</c>.</param>
    /// <param name="provider">The provider's name in lower case, such as <c>openai</c>.</param>
    /// <param name="batchId">The provider's id for the batch, in any spelling that the provider has for it.</param>
    /// <param name="tenant">The tenant whose credentials are used.</param>
    public static BatchHandle GetBatch(
        this IBatchReader reader, string provider, string batchId, string tenant = BatchKey.DefaultTenant)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var time = reader is CachedBatchReader cached ? cached.Time : TimeProvider.System;
        return new(reader, time, tenant, provider, batchId);
    }
}

using System.Runtime.CompilerServices;
using BatchGrains.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchGrains;

/// <summary>Where handles of batches come from.</summary>
public static class BatchHandles
{
    // Waits are shared by all who wait through one factory, whichever handle they hold; the reader ends with its factory.
    private static readonly ConditionalWeakTable<IGrainFactory, IBatchReader> Readers = [];

    /// <summary>
    /// One batch, read from its grain. Works in a grain, in a silo and in a client. Nothing is called and nothing is checked until it is asked.
    /// </summary>
    /// <param name="grainFactory">The cluster: <c>GrainFactory</c> in a grain, <c>IClusterClient</c> or <c>IGrainFactory</c> elsewhere.</param>
    /// <param name="provider">The provider's name in lower case, such as <c>openai</c>.</param>
    /// <param name="batchId">The provider's id for the batch, in any spelling that the provider has for it.</param>
    /// <param name="tenant">The tenant whose credentials are used.</param>
    public static BatchHandle GetBatch(
        this IGrainFactory grainFactory, string provider, string batchId, string tenant = BatchKey.DefaultTenant)
    {
        ArgumentNullException.ThrowIfNull(grainFactory);
        return new(Readers.GetValue(grainFactory, ReaderOf), TimeProvider.System, tenant, provider, batchId);
    }

    private static CachedBatchReader ReaderOf(IGrainFactory grains) =>
        new(grains, TimeProvider.System, new BatchReaderOptions { CacheSnapshots = false }, hedges: true, NullLogger.Instance);
}

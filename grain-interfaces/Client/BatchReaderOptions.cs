namespace BatchGrains.Client;

/// <summary>How much a process keeps of the batches it reads.</summary>
public sealed class BatchReaderOptions
{
    /// <summary>
    /// Whether snapshots are kept in this process as long as they are fresh. The default is true. In a silo it saves less: a call of a grain
    /// in the same process takes a few microseconds.
    /// </summary>
    public bool CacheSnapshots { get; set; } = true;

    /// <summary>The most batches that are kept. The default is 50,000.</summary>
    public int MaxEntries { get; set; } = 50_000;

    /// <summary>The most bytes of snapshots that are kept, roughly. The default is 64 MiB.</summary>
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;
}

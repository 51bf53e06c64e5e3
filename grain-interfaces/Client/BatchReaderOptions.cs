namespace BatchGrains.Client;

/// <summary>How many snapshots a process keeps of the batches it reads.</summary>
/// <remarks>
/// Beside snapshots it keeps which ids were admitted and where their grains are: for the 50,000 to 100,000 used last and in 64 MiB at most,
/// whatever is set here. That is so for handles of an <see cref="IGrainFactory"/> too.
/// </remarks>
public sealed class BatchReaderOptions
{
    /// <summary>
    /// Whether snapshots are kept in this process as long as they are fresh. The default is true. In a silo it saves less: a call of a grain
    /// in the same process takes a few microseconds.
    /// </summary>
    public bool CacheSnapshots { get; set; } = true;

    /// <summary>The most snapshots that are kept. The default is 50,000.</summary>
    public int MaxEntries { get; set; } = 50_000;

    /// <summary>The most bytes of snapshots that are kept, roughly. The default is 64 MiB.</summary>
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;
}

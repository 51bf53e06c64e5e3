namespace BatchGrains;

/// <summary>The answer to a read: a snapshot, a fault, or a stale snapshot with the fault that kept it stale.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchReading")]
public sealed record BatchReading
{
    /// <summary>What is known of the batch; null when nothing is.</summary>
    [Id(0)]
    public BatchSnapshot? Snapshot { get; init; }

    /// <summary>Why there is no snapshot, or why it is stale; null when all is well.</summary>
    [Id(1)]
    public BatchFault? Fault { get; init; }

    /// <summary>How the answer came about.</summary>
    [Id(2)]
    public BatchReadingOrigin Origin { get; init; }

    /// <summary>Whether the read shared a look that another had begun.</summary>
    [Id(3)]
    public bool Collapsed { get; init; }

    /// <summary>
    /// When the provider is due to be looked at again, if somebody reads; null when that is not known, and for what is never looked at: a final
    /// snapshot, but for a few documented exceptions, and a batch that may not be asked for.
    /// </summary>
    [Id(4)]
    public DateTimeOffset? NextLookAt { get; init; }
}

/// <summary>How the answer to a read came about. Numbers are part of the wire format.</summary>
[GenerateSerializer]
[Alias("BatchGrains.BatchReadingOrigin")]
public enum BatchReadingOrigin
{
    /// <summary>A fresh snapshot was at hand.</summary>
    Hit = 0,

    /// <summary>Nothing was known: the provider was asked, unless the batch may not be asked for or no silo could be reached.</summary>
    Miss = 1,

    /// <summary>The snapshot was stale and the provider answered in time.</summary>
    Refreshed = 2,

    /// <summary>The snapshot is stale: the look failed, or goes on behind.</summary>
    Stale = 3,
}

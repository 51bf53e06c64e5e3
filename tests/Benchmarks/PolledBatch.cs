using BatchGrains;

namespace Benchmarks;

/// <summary>One batch under load, and what has been seen of it.</summary>
internal sealed class PolledBatch(string provider, string id)
{
    private volatile bool _isKnown;
    private volatile bool _hasEnded;

    public string Provider => provider;

    public string Id => id;

    public BatchKey Key { get; set; }

    /// <summary>Whether some read has been answered with a snapshot.</summary>
    public bool IsKnown
    {
        get => _isKnown;
        set => _isKnown = value;
    }

    public bool HasEnded
    {
        get => _hasEnded;
        set => _hasEnded = value;
    }
}

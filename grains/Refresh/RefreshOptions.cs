namespace BatchGrains.Grains.Refresh;

/// <summary>When providers are looked at, in <c>Refresh</c>.</summary>
internal sealed class RefreshOptions
{
    public const string SectionName = "Refresh";

    /// <summary>The least time for which a snapshot is fresh, in seconds. The default is 5.</summary>
    public double MinSeconds { get; set; } = 5;

    /// <summary>The longest time for which a running batch's snapshot is fresh, in seconds. The default is 60.</summary>
    public double MaxSeconds { get; set; } = 60;

    /// <summary>How long a stale read waits for the new look before it gets the old snapshot, in seconds. The default is 2.</summary>
    public double RefreshWaitSeconds { get; set; } = 2;

    /// <summary>How long an unknown id is remembered as unknown, in seconds. The default is 5.</summary>
    public double NotFoundSeconds { get; set; } = 5;

    /// <summary>Whether providers' own answers are kept, for callers that ask with <c>raw=true</c>. The default is false.</summary>
    public bool KeepRaw { get; set; }

    public TimeSpan Min => TimeSpan.FromSeconds(MinSeconds);

    public TimeSpan Max => TimeSpan.FromSeconds(MaxSeconds);

    public TimeSpan RefreshWait => TimeSpan.FromSeconds(RefreshWaitSeconds);

    public TimeSpan NotFound => TimeSpan.FromSeconds(NotFoundSeconds);
}

namespace BatchGrains;

/// <summary>How old an answer may be, and whether the provider may be asked.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchReadOptions")]
public sealed record BatchReadOptions
{
    /// <summary>As fresh as the refresh schedule keeps it.</summary>
    public static BatchReadOptions Default { get; } = new();

    /// <summary>Look again now, as far as the minimum interval and the account's budget allow.</summary>
    public static BatchReadOptions LookNow { get; } = new() { MaxAge = TimeSpan.Zero };

    /// <summary>Whatever is stored, without asking the provider.</summary>
    public static BatchReadOptions Stored { get; } = new() { OnlyIfCached = true };

    /// <summary>
    /// Look again when the snapshot is older than this; null leaves it to the schedule. A look is never made sooner than the minimum
    /// interval, the provider's floor or its <c>Retry-After</c> since the last one.
    /// </summary>
    [Id(0)]
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Never ask the provider.</summary>
    [Id(1)]
    public bool OnlyIfCached { get; init; }
}

namespace BatchGrains.Grains.Refresh;

/// <summary>The bounds of one provider's schedule.</summary>
/// <param name="Min">The least time between two looks.</param>
/// <param name="Max">The longest.</param>
/// <param name="Floor">What the provider documents, or what is set for it; nothing goes below it.</param>
/// <param name="NotFound">How long an unknown id is remembered as unknown.</param>
/// <param name="FinalRecheck">How often a final batch is looked at again; null for never.</param>
internal readonly record struct RefreshLimits(TimeSpan Min, TimeSpan Max, TimeSpan Floor, TimeSpan NotFound, Func<BatchSnapshot, TimeSpan?>? FinalRecheck)
{
    /// <summary>The least time between two looks, whoever asks for one.</summary>
    public TimeSpan MinimumInterval => Min > Floor ? Min : Floor;

    /// <summary>The least time from a look to the next, after one with which the provider asked to be left alone for a while.</summary>
    public TimeSpan LeastAfter(TimeSpan? retryAfter) => retryAfter is { } asked && asked > MinimumInterval ? asked : MinimumInterval;

    /// <summary>When a final snapshot is due again; null for never.</summary>
    /// <param name="final">The snapshot.</param>
    /// <param name="since">When the provider was last asked.</param>
    /// <param name="retryAfter">What the provider asked for then.</param>
    public DateTimeOffset? RecheckOf(BatchSnapshot final, DateTimeOffset since, TimeSpan? retryAfter = null)
    {
        var least = LeastAfter(retryAfter);
        return FinalRecheck?.Invoke(final) is { } interval ? since + (interval > least ? interval : least) : null;
    }
}

namespace BatchGrains.Grains.Refresh;

/// <summary>The bounds of one provider's schedule.</summary>
/// <param name="Min">The least time between two looks.</param>
/// <param name="Max">The longest.</param>
/// <param name="Floor">What the provider documents, or what is set for it; nothing goes below it.</param>
/// <param name="NotFound">How long an unknown id is remembered as unknown.</param>
/// <param name="FinalRecheck">How often a final batch is looked at again; null for never.</param>
internal readonly record struct RefreshLimits(TimeSpan Min, TimeSpan Max, TimeSpan Floor, TimeSpan NotFound, Func<BatchSnapshot, TimeSpan?>? FinalRecheck)
{
    /// <summary>When a final snapshot is due again; null for never.</summary>
    public DateTimeOffset? RecheckOf(BatchSnapshot final, DateTimeOffset since) => since + FinalRecheck?.Invoke(final);

    /// <summary>The least time between two looks, whoever asks for one.</summary>
    public TimeSpan MinimumInterval => Min > Floor ? Min : Floor;
}

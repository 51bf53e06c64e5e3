namespace BatchGrains.Grains.Refresh;

/// <summary>When to look at a provider again: pure functions of what was seen, the clock and a random number.</summary>
internal static class RefreshPolicy
{
    /// <summary>A batch that was seen before is gone only after this many looks that did not find it…</summary>
    public const int LooksUntilGone = 5;

    /// <summary>…over at least this long: an outage of a provider's index looks the same at first.</summary>
    public static readonly TimeSpan TimeUntilGone = TimeSpan.FromMinutes(5);

    private const double JitterShare = 0.1;

    /// <summary>How long a snapshot is fresh: a tenth of the time since the batch was last seen to change, within the limits.</summary>
    /// <param name="sinceChange">The time since the last change; the first look counts as one.</param>
    /// <param name="limits">The provider's limits.</param>
    /// <param name="retryAfter">What the provider asked for with its answer.</param>
    /// <param name="jitter">A random number from -1 to 1: batches that were first asked for together do not stay together.</param>
    public static TimeSpan FreshFor(TimeSpan sinceChange, in RefreshLimits limits, TimeSpan? retryAfter, double jitter) =>
        Bounded(Clamp(sinceChange / 10, limits.Min, limits.Max), limits, retryAfter, jitter);

    /// <summary>How long to leave a provider alone after failures in a row: from Min, doubling to Max.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="limits">The provider's limits.</param>
    /// <param name="retryAfter">What the provider asked for.</param>
    /// <param name="shouldRetry">The provider's <c>x-should-retry</c>: when it says no, Max at once.</param>
    /// <param name="jitter">A random number from -1 to 1.</param>
    public static TimeSpan AfterFailure(int failures, in RefreshLimits limits, TimeSpan? retryAfter, bool? shouldRetry, double jitter)
    {
        var doubled = limits.Min * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return Bounded(shouldRetry is false ? limits.Max : Clamp(doubled, limits.Min, limits.Max), limits, retryAfter, jitter);
    }

    /// <summary>Whether a batch that was seen before is to be believed gone.</summary>
    public static bool IsGone(int looks, TimeSpan sinceFirst) => looks >= LooksUntilGone && sinceFirst >= TimeUntilGone;

    private static TimeSpan Bounded(TimeSpan interval, in RefreshLimits limits, TimeSpan? retryAfter, double jitter)
    {
        var jittered = interval * (1 + (JitterShare * Math.Clamp(jitter, -1, 1)));
        var least = retryAfter is { } asked && asked > limits.Floor ? asked : limits.Floor;
        return jittered > least ? jittered : least;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan min, TimeSpan max) => value < min ? min : value > max ? max : value;
}

using BatchGrains.Grains.Refresh;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Grains.Refresh;

public sealed class RefreshPolicyTests
{
    [Theory]
    [InlineData(-10, 5)]
    [InlineData(0, 5)]
    [InlineData(49, 5)]
    [InlineData(50, 5)]
    [InlineData(100, 10)]
    [InlineData(300, 30)]
    [InlineData(600, 60)]
    [InlineData(86_400, 60)]
    public void A_snapshot_is_fresh_for_a_tenth_of_the_time_since_it_changed_within_five_seconds_and_a_minute(double sinceChange, double fresh) =>
        Assert.Equal(fresh, Fresh(sinceChange), 6);

    [Theory]
    [InlineData(-1, 9)]
    [InlineData(-0.5, 9.5)]
    [InlineData(0, 10)]
    [InlineData(1, 11)]
    [InlineData(7, 11)]
    public void Jitter_moves_it_by_a_tenth_at_most(double jitter, double fresh) =>
        Assert.Equal(fresh, RefreshPolicy.FreshFor(TimeSpan.FromSeconds(100), Limits.Of(), null, jitter).TotalSeconds, 6);

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Nothing_goes_below_a_documented_floor(double jitter)
    {
        var azure = Limits.Of(min: 60, max: 60, floor: 60);

        Assert.True(RefreshPolicy.FreshFor(TimeSpan.Zero, azure, null, jitter) >= TimeSpan.FromSeconds(60));
        Assert.True(RefreshPolicy.AfterFailure(1, azure, null, null, jitter) >= TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(30, 30)]
    [InlineData(3600, 3600)]
    public void Nothing_goes_below_what_the_provider_asks_for(double retryAfter, double least)
    {
        var asked = TimeSpan.FromSeconds(retryAfter);

        Assert.Equal(least, RefreshPolicy.FreshFor(TimeSpan.Zero, Limits.Of(), asked, 0).TotalSeconds, 6);
        Assert.Equal(least, RefreshPolicy.AfterFailure(1, Limits.Of(), asked, null, 0).TotalSeconds, 6);
        Assert.True(RefreshPolicy.AfterFailure(1, Limits.Of(), asked, null, -1) >= asked);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(1000, 60)]
    [InlineData(int.MaxValue, 60)]
    public void After_failures_the_time_doubles_from_the_least_to_the_longest(int failures, double seconds) =>
        Assert.Equal(seconds, RefreshPolicy.AfterFailure(failures, Limits.Of(), null, null, 0).TotalSeconds, 6);

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 5)]
    [InlineData(null, 5)]
    public void A_provider_that_says_not_to_retry_is_left_alone_for_the_longest_time(bool? shouldRetry, double seconds) =>
        Assert.Equal(seconds, RefreshPolicy.AfterFailure(1, Limits.Of(), null, shouldRetry, 0).TotalSeconds, 6);

    [Theory]
    [InlineData(4, 300, false)]
    [InlineData(5, 299.9, false)]
    [InlineData(4, 86_400, false)]
    [InlineData(1000, 60, false)]
    [InlineData(5, 300, true)]
    [InlineData(6, 301, true)]
    public void A_batch_is_gone_after_five_looks_over_five_minutes(int looks, double seconds, bool gone) =>
        Assert.Equal(gone, RefreshPolicy.IsGone(looks, TimeSpan.FromSeconds(seconds)));

    [Property]
    public bool It_is_always_within_the_limits_and_a_tenth(int sinceChange, byte min, byte more, sbyte chance)
    {
        var limits = Limits.Of(min: 0.05 + min, max: 0.05 + min + more);
        var fresh = RefreshPolicy.FreshFor(TimeSpan.FromSeconds(sinceChange), limits, null, chance / 128.0);
        return fresh >= limits.Min * 0.899 && fresh <= limits.Max * 1.101;
    }

    [Property]
    public bool It_never_shrinks_while_the_batch_does_not_change(uint sinceChange, ushort later, byte floor) =>
        RefreshPolicy.FreshFor(TimeSpan.FromSeconds(sinceChange), Limits.Of(floor: floor), null, 0)
        <= RefreshPolicy.FreshFor(TimeSpan.FromSeconds((double)sinceChange + later), Limits.Of(floor: floor), null, 0);

    [Property]
    public bool The_back_off_never_shrinks_and_keeps_every_floor(ushort failures, byte floor, ushort retryAfter, bool? shouldRetry, sbyte chance)
    {
        var limits = Limits.Of(floor: floor);
        var asked = TimeSpan.FromSeconds(retryAfter);
        var now = RefreshPolicy.AfterFailure(failures, limits, asked, shouldRetry, chance / 128.0);
        return now >= limits.Floor && now >= asked && RefreshPolicy.AfterFailure(failures + 1, limits, asked, shouldRetry, chance / 128.0) >= now;
    }

    private static double Fresh(double sinceChange) => RefreshPolicy.FreshFor(TimeSpan.FromSeconds(sinceChange), Limits.Of(), null, 0).TotalSeconds;
}

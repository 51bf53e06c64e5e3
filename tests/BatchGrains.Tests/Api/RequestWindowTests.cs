using BatchGrains.Api.Authentication;

namespace BatchGrains.Tests.Api;

public sealed class RequestWindowTests
{
    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(-1, false)]
    [InlineData(-30, false)]
    [InlineData(-86_400, true)]
    public void A_new_minute_begins_a_new_count_and_a_clock_that_is_put_right_does_not(int seconds, bool again)
    {
        var clock = new SettableClock();
        var window = new RequestWindow(1, clock);
        Assert.True(window.TryCount(out _));
        Assert.False(window.TryCount(out _));

        clock.Now += TimeSpan.FromSeconds(seconds);

        Assert.Equal(again, window.TryCount(out _));
    }

    private sealed class SettableClock : TimeProvider
    {
        // The first moment of a minute.
        public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 5, 6, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

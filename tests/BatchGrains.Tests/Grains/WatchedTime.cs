using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Grains;

/// <summary>A clock that stands still and tells of each timer set on it, so that a test moves it when there is something to wait for, and not by guess.</summary>
internal sealed class WatchedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The times after which timers are due, in the order in which they were set.</summary>
    public ChannelReader<TimeSpan> Timers => _timers.Reader;

    /// <summary>Waits until something has set a timer that is due after that time.</summary>
    public async Task TimerAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while (await Timers.ReadAsync(cancellationToken) != due)
        {
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }
}

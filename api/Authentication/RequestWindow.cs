namespace BatchGrains.Api.Authentication;

/// <summary>A limit on the requests of each minute by the clock. It counts what it refuses, too.</summary>
internal sealed class RequestWindow(int limit, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _minute;
    private long _count;

    public bool TryCount(out TimeSpan retryAfter)
    {
        var ticks = clock.GetUtcNow().Ticks;
        var (minute, into) = Math.DivRem(ticks, TimeSpan.TicksPerMinute);
        retryAfter = TimeSpan.FromTicks(TimeSpan.TicksPerMinute - into);
        lock (_gate)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _count = 0;
            }

            return ++_count <= limit;
        }
    }
}

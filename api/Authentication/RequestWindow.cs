namespace BatchGrains.Api.Authentication;

/// <summary>A limit on the requests of each minute by the clock. It counts what it refuses, too.</summary>
internal sealed class RequestWindow(int limit, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _minute;
    private long _count;

    public bool TryCount(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var (minute, into) = Math.DivRem(clock.GetUtcNow().Ticks, TimeSpan.TicksPerMinute);
            retryAfter = TimeSpan.FromTicks(TimeSpan.TicksPerMinute - into);
            // A clock that is put right by a little goes back into the minute before, which is no new one. After more than that the minute
            // that was counted may be far ahead.
            if (minute > _minute || minute < _minute - 1)
            {
                _minute = minute;
                _count = 0;
            }

            return ++_count <= limit;
        }
    }
}

namespace ClusterRun;

/// <summary>One fault while it happens: from when to when, and when requests were allowed to fail.</summary>
internal sealed class Incident(Traffic traffic)
{
    // A request that was under way at the window's end may come back a little later.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly List<(TimeSpan From, TimeSpan Until)> _windows = [];

    public TimeSpan From { get; } = traffic.Now;

    public TimeSpan Until { get; set; }

    /// <summary>Lets requests fail from now on for a time.</summary>
    public int Allow(TimeSpan time)
    {
        var now = traffic.Now;
        _windows.Add((now, time == TimeSpan.MaxValue ? time : now + time));
        return _windows.Count - 1;
    }

    /// <summary>Ends a window now.</summary>
    public void End(int window) => _windows[window] = (_windows[window].From, traffic.Now);

    public bool Allows(TimeSpan at) => _windows.Any(window => window.From <= at && at - Slack <= window.Until);

    /// <summary>How much older than planned a snapshot may be: by the outage, until it has had the time to be seen anew.</summary>
    public TimeSpan Outage(TimeSpan at, TimeSpan recovery) => _windows
        .Where(window => window.From <= at && (window.Until == TimeSpan.MaxValue || at <= window.Until + recovery))
        .Select(window => at - window.From)
        .DefaultIfEmpty()
        .Max();
}

using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BatchGrains.Api.Batches;

/// <summary>The headers of an answer that has a batch.</summary>
internal sealed class BatchHeaders
{
    private const int Day = 24 * 60 * 60;

    private static readonly StringValues Vary = "Authorization, X-Api-Key, Accept";

    // Thousands of answers of one second say the same numbers.
    private readonly Recent<long, StringValues> _number = new(1024, n => $"{n}");
    private readonly Recent<long, StringValues> _maxAge = new(1024, n => $"private, max-age={n}");
    private readonly Recent<long, StringValues> _hit = new(1024, n => $"BatchGrains; hit; ttl={n}");
    private readonly Recent<long, StringValues> _date = new(1024, n => HeaderUtilities.FormatDate(DateTimeOffset.FromUnixTimeSeconds(n)));

    public void Write(IHeaderDictionary headers, BatchReading reading, BatchSnapshot snapshot, DateTimeOffset now)
    {
        // Clocks differ between machines: an answer can't be younger than nothing.
        var age = Math.Max(0, (long)(now - snapshot.ObservedAt).TotalSeconds);
        var untilNextLook = UntilNextLook(reading, snapshot, now);

        headers.ETag = snapshot.ETag;
        headers.Age = _number.Get(age);
        // Caches subtract Age: what is left to them is the time until the next look.
        headers.CacheControl = _maxAge.Get(age + Math.Max(0, untilNextLook));
        // No change may be later than the answer's own date (RFC 9110, 8.8.2.1), and the server's own is up to a second behind.
        var date = now.ToUnixTimeSeconds();
        headers.Date = _date.Get(date);
        headers.LastModified = _date.Get(Math.Min(snapshot.ChangedAt.ToUnixTimeSeconds(), date));
        headers.Vary = Vary;
        headers["Cache-Status"] = CacheStatus(reading, untilNextLook);
        if (!snapshot.IsFinal)
        {
            headers.RetryAfter = _number.Get(Math.Max(1, untilNextLook));
        }
    }

    /// <summary>Seconds, rounded up, so that whoever comes back then finds the look due.</summary>
    private static long UntilNextLook(BatchReading reading, BatchSnapshot snapshot, DateTimeOffset now)
    {
        // Not before the provider answered: the silo's clock made both times, and this machine's may be behind it.
        var since = now > snapshot.ObservedAt ? now : snapshot.ObservedAt;
        var seconds = reading.NextLookAt is { } next ? (long)Math.Ceiling((next - since).TotalSeconds) : Day;
        return snapshot.IsFinal ? Math.Min(seconds, Day) : seconds;
    }

    /// <summary>RFC 9211.</summary>
    private StringValues CacheStatus(BatchReading reading, long untilNextLook)
    {
        var collapsed = reading.Collapsed ? "; collapsed" : "";
        return reading switch
        {
            { Fault: { } fault } => $"BatchGrains; fwd=stale{collapsed}; detail={fault.Word}",
            { Origin: BatchReadingOrigin.Miss } => $"BatchGrains; fwd=miss{collapsed}",
            { Origin: BatchReadingOrigin.Refreshed } => $"BatchGrains; fwd=stale; fwd-status=200{collapsed}",
            { Origin: BatchReadingOrigin.Stale } => _hit.Get(Math.Min(0, untilNextLook)),
            _ => _hit.Get(untilNextLook),
        };
    }
}

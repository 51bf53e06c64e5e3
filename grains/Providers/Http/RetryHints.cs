using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>
/// How a provider says when to come again: <c>retry-after-ms</c> or AWS's <c>x-amz-retry-after</c> in milliseconds, then <c>Retry-After</c> in
/// seconds or as a date.
/// </summary>
internal static class RetryHints
{
    // A provider that asks for more is asked again after a day all the same.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // A reset that is further away is that of another limit than the one that was hit, such as a month's.
    private static readonly TimeSpan LongestReset = TimeSpan.FromHours(1);

    // A year of seconds is no time since 1970, and from here on it is told in milliseconds.
    private const double FirstTime = 366 * 24 * 3600;
    private const double FirstMilliseconds = 1e11;

    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var exact = UpstreamHeaders.First(headers, "retry-after-ms") ?? UpstreamHeaders.First(headers, "x-amz-retry-after");
        if (exact is not null && Number(exact) is { } milliseconds)
        {
            return Bounded(milliseconds / 1000);
        }

        return headers.RetryAfter switch
        {
            { Delta: { } delta } => Bounded(delta.TotalSeconds),
            { Date: { } date } => Bounded((date - now).TotalSeconds),
            // "1.5" is no HTTP, and is sent all the same.
            _ => UpstreamHeaders.First(headers, "Retry-After") is { } seconds ? Seconds(seconds) : null,
        };
    }

    /// <summary>
    /// When a limit that was hit is lifted, for providers that answer a 429 without <c>Retry-After</c>: Hugging Face's
    /// <c>RateLimit: "api";r=0;t=55</c>, or <c>X-RateLimit-Reset</c> as a time or in seconds.
    /// </summary>
    public static TimeSpan? Reset(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (UpstreamHeaders.First(headers, "RateLimit") is { } limit)
        {
            var parameter = limit.Split(';', ',').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal));
            return parameter is null ? null : Near(Number(parameter[2..]));
        }

        var reset = UpstreamHeaders.First(headers, "X-RateLimit-Reset") is { } text ? Number(text) : null;
        return Near(reset >= FirstMilliseconds ? (reset / 1000) - now.ToUnixTimeSeconds() : reset >= FirstTime ? reset - now.ToUnixTimeSeconds() : reset);
    }

    public static bool? ShouldRetry(HttpResponseHeaders headers) =>
        UpstreamHeaders.First(headers, "x-should-retry") is { } text && bool.TryParse(text, out var retry) ? retry : null;

    /// <summary>Google says it in the error itself: <c>details: [{ "@type": "…RetryInfo", "retryDelay": "17s" }]</c>.</summary>
    public static TimeSpan? RetryDelay(JsonElement error)
    {
        foreach (var detail in error.Items("details"))
        {
            if (detail.Text("retryDelay") is { } text
                && double.TryParse(text.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && double.IsFinite(seconds))
            {
                return Bounded(seconds);
            }
        }

        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static TimeSpan? Seconds(string text) => Number(text) is { } seconds ? Bounded(seconds) : null;

    private static TimeSpan? Near(double? seconds) => seconds <= LongestReset.TotalSeconds ? Bounded(seconds.Value) : null;

    private static TimeSpan? Bounded(double seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)) : null;
}

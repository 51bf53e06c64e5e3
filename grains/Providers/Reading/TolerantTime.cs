using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>
/// Reads a time in any form that providers use: Unix seconds (whole, with a fraction, or as a text), RFC 3339 with up to 9 digits of a second,
/// or a bare date. Zero, "", the year 1 and what lies beyond the year 5138 are absent.
/// </summary>
internal static partial class TolerantTime
{
    // Seconds of the year 5138: a larger number is milliseconds.
    private const long FirstMilliseconds = 100_000_000_000;

    public static long? Read(JsonElement value)
    {
        if (value.AsNumber() is { } number)
        {
            return Seconds(number);
        }

        return value.AsText() is { } text ? Read(text) : null;
    }

    public static long? Read(string text)
    {
        // .NET reads 7 digits of a second at most; none of them matters here.
        var whole = FractionOfSecond().Replace(text.Trim(), "$1");
        return DateTimeOffset.TryParse(
            whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && DateLike().IsMatch(whole)
            ? Known(time.ToUnixTimeSeconds())
            : null;
    }

    private static long? Seconds(long number) => Known(number >= FirstMilliseconds ? number / 1000 : number);

    private static long? Known(long seconds) => seconds is > 0 and < FirstMilliseconds ? seconds : null;

    [GeneratedRegex(@"(:\d\d)[.,]\d+")]
    private static partial Regex FractionOfSecond();

    // TryParse takes far more than the forms above, "3" or "Mon" among them.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d([Tt ]|$)")]
    private static partial Regex DateLike();
}

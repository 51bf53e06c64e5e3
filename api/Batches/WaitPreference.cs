using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace BatchGrains.Api.Batches;

/// <summary>How long a caller is ready to wait for a change: RFC 7240's <c>Prefer: wait=N</c>.</summary>
internal static class WaitPreference
{
    /// <summary>Proxies commonly cut a silent connection after a minute.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Reads the header; what is malformed is ignored, and the first of several counts.</summary>
    public static TimeSpan? Read(StringValues prefer)
    {
        foreach (var line in prefer)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var parameters = Take(ref rest, ',');
                var text = Take(ref parameters, ';');
                var equals = text.IndexOf('=');
                if (equals > 0 && text[..equals].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase))
                {
                    return Seconds(text[(equals + 1)..].Trim().Trim('"'));
                }
            }
        }

        return null;
    }

    /// <summary>Reads whole seconds, no longer than <see cref="Longest"/>.</summary>
    public static TimeSpan? Seconds(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : Longest;
    }

    // A separator in a quoted string separates nothing.
    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest, char separator)
    {
        var quoted = false;
        var end = 0;
        while (end < rest.Length && (quoted || rest[end] != separator))
        {
            quoted ^= rest[end] == '"';
            end += quoted && rest[end] == '\\' ? 2 : 1;
        }

        var taken = rest[..Math.Min(end, rest.Length)];
        rest = end < rest.Length ? rest[(end + 1)..] : default;
        return taken;
    }
}

using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace BatchGrains.Api.Batches;

/// <summary>The directives of a request's <c>Cache-Control</c>, read one by one: one that can't be read takes no other with it.</summary>
internal sealed class RequestCacheControl
{
    // The greatest age that a cache must understand (RFC 9111, 1.2.2): whatever is more means this.
    private const long GreatestAge = 1L << 31;

    public RequestCacheControl(StringValues lines)
    {
        foreach (var line in lines)
        {
            for (var rest = line.AsSpan(); !rest.IsEmpty;)
            {
                var end = EndOfDirective(rest);
                Read(rest[..end]);
                rest = rest[Math.Min(end + 1, rest.Length)..];
            }
        }
    }

    public bool OnlyIfCached { get; private set; }

    public bool NoCache { get; private set; }

    /// <summary>The first of several.</summary>
    public TimeSpan? MaxAge { get; private set; }

    private void Read(ReadOnlySpan<char> directive)
    {
        var equals = directive.IndexOf('=');
        var name = (equals < 0 ? directive : directive[..equals]).Trim();
        if (name.Equals("only-if-cached", StringComparison.OrdinalIgnoreCase))
        {
            OnlyIfCached = true;
        }
        else if (name.Equals("no-cache", StringComparison.OrdinalIgnoreCase))
        {
            NoCache = true;
        }
        else if (name.Equals("max-age", StringComparison.OrdinalIgnoreCase) && equals >= 0)
        {
            MaxAge ??= Seconds(directive[(equals + 1)..].Trim());
        }
    }

    private static TimeSpan? Seconds(ReadOnlySpan<char> text)
    {
        if (text is ['"', .. var quoted, '"'])
        {
            text = quoted;
        }

        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return TimeSpan.FromSeconds(
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, GreatestAge) : GreatestAge);
    }

    // A comma between quotes is part of an argument.
    private static int EndOfDirective(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        var isEscaped = false;
        for (var end = 0; end < text.Length; end++)
        {
            if (text[end] == ',' && !isQuoted)
            {
                return end;
            }

            isQuoted ^= text[end] == '"' && !isEscaped;
            isEscaped = text[end] == '\\' && isQuoted && !isEscaped;
        }

        return text.Length;
    }
}

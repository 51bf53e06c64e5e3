using System.Text.RegularExpressions;

namespace BatchGrains.Grains.Providers;

/// <summary>The checks that every id passes, whatever its provider's own rule is.</summary>
internal static partial class BatchIdRule
{
    /// <summary>What <see cref="Word"/> takes.</summary>
    public const string WordRule = "up to 200 letters, digits, '_' or '-'";

    /// <summary>Ids of whose form nothing more is known.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,200}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Word();

    /// <summary>
    /// Whether a text may be one segment of a path. Dots are never escaped, so "." and ".." would call another route; the others
    /// have a meaning of their own in an address.
    /// </summary>
    public static bool IsSegment(ReadOnlySpan<char> text) =>
        text is not "" and not "." and not ".." && text.IndexOfAny("/\\?#%") < 0 && text.IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>
    /// An id that fits the provider's pattern as a whole, and whose parts are segments: a slash that is escaped is decoded by some servers before
    /// they choose the route.
    /// </summary>
    /// <param name="batchId">What the caller gave.</param>
    /// <param name="pattern">The provider's pattern; null takes whatever is safe in a path.</param>
    /// <param name="rule">The same for people.</param>
    /// <param name="canonical">One spelling for all of a batch's; the id as it came if null.</param>
    public static BatchIdentity Check(string batchId, Regex? pattern, string rule, Func<Match, string>? canonical = null)
    {
        var match = (pattern ?? Anything()).Match(batchId);
        // "$" lets a line break follow.
        return match.Length == batchId.Length && batchId.Split('/').All(part => IsSegment(part))
            ? BatchIdentity.Valid(canonical?.Invoke(match) ?? batchId)
            : BatchIdentity.Invalid(rule);
    }

    [GeneratedRegex(@"^.*\z", RegexOptions.Singleline)]
    private static partial Regex Anything();
}

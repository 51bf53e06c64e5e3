using System.Text.RegularExpressions;

namespace BatchGrains.Grains.Providers;

/// <summary>The checks that every id passes before its provider's own rule.</summary>
internal static class BatchIdRule
{
    /// <summary>
    /// Whether a text may be one segment of a path. Dots are never escaped, so "." and ".." would call another route; the others
    /// have a meaning of their own in an address.
    /// </summary>
    public static bool IsSegment(ReadOnlySpan<char> text) =>
        text is not "" and not "." and not ".." && text.IndexOfAny("/\\?#%") < 0 && text.IndexOfAnyExceptInRange('!', '~') < 0;

    /// <summary>An id that is one segment and fits the provider's pattern.</summary>
    public static BatchIdentity Check(string batchId, Regex pattern, string rule) =>
        IsSegment(batchId) && pattern.IsMatch(batchId) ? BatchIdentity.Valid(batchId) : BatchIdentity.Invalid(rule);
}

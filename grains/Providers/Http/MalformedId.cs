using System.Text.RegularExpressions;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>Tells a refusal that calls the id malformed from others, for providers that have no code of their own for it.</summary>
internal static partial class MalformedId
{
    /// <summary>Whether a 400 or 422 complains of a parameter: by naming it as such, or in words.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="names">What the provider calls the parameter, also in words: <c>batch_id</c>, <c>batch id</c>, <c>batch not found</c>.</param>
    public static bool CallsMalformed(this UpstreamError error, params ReadOnlySpan<string> names)
    {
        if (error.Status is not (400 or 422))
        {
            return false;
        }

        var complains = error.Message is { } message && Complaint().IsMatch(message);
        foreach (var name in names)
        {
            if (Mentions(error.Param, name) || (complains && Mentions(error.Message, name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Mentions(ReadOnlySpan<char> message, string name)
    {
        for (var start = 0; message[start..].IndexOf(name, StringComparison.OrdinalIgnoreCase) is >= 0 and var found; start += found + 1)
        {
            var (before, after) = (start + found - 1, start + found + name.Length);
            // "prediction_id" means the id, "id_token" and "valid" don't.
            if ((before < 0 || !char.IsAsciiLetterOrDigit(message[before]))
                && (after == message.Length || !(char.IsAsciiLetterOrDigit(message[after]) || message[after] is '_')))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"\b(invalid|malformed|unexpected|valid|validation|uuid|match|pattern|format|characters|must|should|expected|found)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Complaint();
}

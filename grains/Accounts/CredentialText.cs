namespace BatchGrains.Grains.Accounts;

/// <summary>What a credential may be made of: it goes into a header, which can hold nothing else.</summary>
internal static class CredentialText
{
    public const string Rule = "must be one line of printable ASCII, without a byte order mark or other invisible characters";

    /// <summary>Whether the text fits the rule. Space around it does no harm: a key from a file often ends with a line break.</summary>
    public static bool IsValid(string text) => text.AsSpan().Trim().IndexOfAnyExceptInRange(' ', '~') < 0;
}

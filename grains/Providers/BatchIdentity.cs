namespace BatchGrains.Grains.Providers;

/// <summary>An id's canonical spelling, or the rule that it breaks.</summary>
internal readonly record struct BatchIdentity
{
    private BatchIdentity(string? canonical, string? rule)
    {
        Canonical = canonical;
        Rule = rule;
    }

    /// <summary>The spelling that names the grain and goes to the provider; null when the id is invalid.</summary>
    public string? Canonical { get; }

    /// <summary>What a valid id looks like, as the end of a sentence: <c>'batch_' and up to 100 letters, digits, '_' or '-'</c>.</summary>
    public string? Rule { get; }

    public static BatchIdentity Valid(string canonical) => new(canonical, null);

    public static BatchIdentity Invalid(string rule) => new(null, rule);
}

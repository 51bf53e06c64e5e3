namespace BatchGrains.Grains.Providers;

/// <summary>One provider's part of docs/providers.md, kept beside its code so that the two can't differ.</summary>
internal sealed record ProviderNotes
{
    /// <summary>What to set, as Markdown: settings of an account and the environment variables.</summary>
    public required string Settings { get; init; }

    /// <summary>What an id looks like, as Markdown.</summary>
    public required string Ids { get; init; }

    /// <summary>The provider's status words and what each becomes, from the adapter's own table.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Words { get; init; }

    /// <summary>What is left out of the batch and why, or computed by a rule, as Markdown.</summary>
    public required string Remarks { get; init; }
}

namespace BatchGrains.Grains.Accounts;

/// <summary>What is set for one provider, in <c>Providers:{name}</c>.</summary>
internal sealed class ProviderOptions
{
    public const string SectionName = "Providers";

    /// <summary>Everything in front of the path that the adapter appends; null takes the provider's own address.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Calls a second for each account, shared by all silos. The default is 5.</summary>
    public double RequestsPerSecond { get; set; } = 5;

    /// <summary>The least time between two looks at one batch, in seconds; replaces the provider's documented floor.</summary>
    public double? MinRefreshSeconds { get; set; }

    /// <summary>How long one request may take, in seconds, at most 45. The default is 20. A look, with all its accounts and routes, ends after 50.</summary>
    public double TimeoutSeconds { get; set; } = 20;

    /// <summary>The sandbox only: whether it is there.</summary>
    public bool Enabled { get; set; }

    /// <summary>Bedrock and Vertex: the regions that an id may name; empty allows all that are well formed.</summary>
    public IList<string> AllowedRegions { get; } = [];

    /// <summary>The accounts, in the order in which they are asked for a batch that none is known to hold.</summary>
    public IList<AccountOptions> Accounts { get; } = [];
}

namespace BatchGrains.Grains.Accounts;

/// <summary>One account at a provider, in <c>Providers:{name}:Accounts:{n}</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>What the account is called in logs and metrics. The default is its number.</summary>
    public string? Name { get; set; }

    /// <summary>The tenants that it serves; empty serves all.</summary>
    public IList<string> Tenants { get; } = [];

    public string? ApiKey { get; set; }

    /// <summary>
    /// Azure: the resource's address, such as <c>https://name.openai.azure.com</c>. Providers of OpenAI's shape: this account's base URL, for a
    /// server of one's own or a region's host; <see cref="ProviderOptions.BaseUrl"/> stands over it.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Azure: a dated API version; null uses the v1 API.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Azure: take Entra tokens from the default credential chain instead of a key.</summary>
    public bool UseEntra { get; set; }

    /// <summary>Azure: the scope of Entra tokens; null takes <c>https://cognitiveservices.azure.com/.default</c>, or the one of the endpoint's cloud.</summary>
    public string? EntraScope { get; set; }

    /// <summary>
    /// Bedrock: set alone, it makes an account of the AWS default chain. It does not say where calls go, since each ARN names its region;
    /// <see cref="ProviderOptions.AllowedRegions"/> narrows those.
    /// </summary>
    public string? Region { get; set; }

    public string? AccessKeyId { get; set; }

    public string? SecretAccessKey { get; set; }

    public string? SessionToken { get; set; }

    /// <summary>Vertex.</summary>
    public string? ProjectId { get; set; }

    /// <summary>Vertex: where a bare number is looked up, such as <c>us-central1</c>.</summary>
    public string? Location { get; set; }

    /// <summary>Vertex: a service account's JSON file, read again once it is replaced; null takes the Google default chain.</summary>
    public string? CredentialsFile { get; set; }

    /// <summary>Fireworks.</summary>
    public string? AccountId { get; set; }

    /// <summary>OpenAI.</summary>
    public string? Organization { get; set; }

    /// <summary>OpenAI.</summary>
    public string? Project { get; set; }
}

namespace BatchGrains.Api.Authentication;

/// <summary>One tenant: <c>Tenants:{name}</c>.</summary>
internal sealed class TenantOptions
{
    /// <summary>The SHA-256 of each of its keys, in hexadecimal.</summary>
    public IList<string> ApiKeySha256 { get; } = [];

    /// <summary>The providers that it may ask for; empty means all.</summary>
    public IList<string> Providers { get; } = [];

    /// <summary>How many requests it may make in a minute; null means any number.</summary>
    public int? RequestsPerMinute { get; set; }
}

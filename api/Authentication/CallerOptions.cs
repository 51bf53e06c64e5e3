namespace BatchGrains.Api.Authentication;

/// <summary>Who may call, from the sections <c>Auth</c> and <c>Tenants</c>.</summary>
internal sealed class CallerOptions
{
    /// <summary>Whether callers need a key. The default is <see cref="AuthMode.ApiKey"/>.</summary>
    public AuthMode Mode { get; set; } = AuthMode.ApiKey;

    /// <summary>The tenants by name.</summary>
    public Dictionary<string, TenantOptions> Tenants { get; } = new(StringComparer.Ordinal);
}

/// <summary>How callers are told apart.</summary>
internal enum AuthMode
{
    /// <summary>By their key. While no key is configured, callers on the same machine need none and all others are refused.</summary>
    ApiKey,

    /// <summary>Not at all: everyone is the tenant <c>default</c>.</summary>
    None,
}

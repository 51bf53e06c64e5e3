using System.Collections.Frozen;

namespace BatchGrains.Api.Authentication;

/// <summary>Somebody who may ask.</summary>
internal sealed class Caller(string tenant, IEnumerable<string> providers, RequestWindow? window)
{
    private readonly FrozenSet<string> _providers = providers.Select(name => name.Trim()).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string Tenant { get; } = tenant;

    /// <summary>Counts this request; false when it is one too many for now.</summary>
    public bool TryCount(out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return window is null || window.TryCount(out retryAfter);
    }

    public bool MayAsk(string provider) => _providers.Count == 0 || _providers.Contains(provider);
}

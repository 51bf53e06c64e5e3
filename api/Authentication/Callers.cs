using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace BatchGrains.Api.Authentication;

/// <summary>All who may ask, by their keys. Only hashes of keys are kept.</summary>
internal sealed class Callers
{
    // Longer than any key; a header may be 32 KB, and hashing it is work that anybody could order.
    private const int LongestKey = 512;

    private readonly FrozenDictionary<string, (byte[] Hash, Caller Caller)> _byHash;
    private readonly FrozenDictionary<string, (byte[] Hash, Caller Caller)>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Callers(IOptions<CallerOptions> options, TimeProvider clock)
    {
        var settings = options.Value;
        Everyone = settings.Mode is AuthMode.None ? Anonymous() : null;
        _byHash = settings.Tenants
            .Select(tenant => (tenant.Value.ApiKeySha256, Caller: ToCaller(tenant.Key, tenant.Value)))
            .SelectMany(tenant => tenant.ApiKeySha256.Select(hash => (Hash: Convert.FromHexString(hash.Trim()), tenant.Caller)))
            .ToFrozenDictionary(key => Convert.ToHexString(key.Hash));
        _lookup = _byHash.GetAlternateLookup<ReadOnlySpan<char>>();
        SameMachine = _byHash.Count == 0 ? Anonymous() : null;

        Caller ToCaller(string name, TenantOptions tenant) => new(
            name, tenant.Providers, tenant.RequestsPerMinute is { } limit ? new RequestWindow(limit, clock) : null);
    }

    /// <summary>Who everyone is when no authentication is wanted.</summary>
    public Caller? Everyone { get; }

    /// <summary>Who callers on the same machine are while no key is configured.</summary>
    public Caller? SameMachine { get; }

    /// <summary>
    /// Finds the owner of a key. What the time of the look-up tells is about the key's hash, from which no key can be worked out; the
    /// comparison that decides takes the same time for all.
    /// </summary>
    public Caller? Find(string? key)
    {
        if (key is not { Length: > 0 and <= LongestKey })
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Span<char> text = stackalloc char[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexString(hash, text, out _);
        return _lookup.TryGetValue(text, out var found) && CryptographicOperations.FixedTimeEquals(hash, found.Hash) ? found.Caller : null;
    }

    private static Caller Anonymous() => new(BatchKey.DefaultTenant, [], null);
}

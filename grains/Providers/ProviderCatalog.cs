using System.Collections.Frozen;
using System.Collections.Immutable;

namespace BatchGrains.Grains.Providers;

/// <summary>All providers that are known, by name.</summary>
internal sealed class ProviderCatalog
{
    private readonly FrozenDictionary<string, IBatchProvider> _providers;

    public ProviderCatalog(IEnumerable<IBatchProvider> providers)
    {
        _providers = providers.ToFrozenDictionary(provider => provider.Name, StringComparer.Ordinal);
        Names = [.. _providers.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names, in alphabetical order.</summary>
    public ImmutableArray<string> Names { get; }

    public IEnumerable<IBatchProvider> All => Names.Select(name => _providers[name]);

    public IBatchProvider? Find(string name) => _providers.GetValueOrDefault(name);

    /// <summary>The fault of a name that is not known.</summary>
    public BatchFault Unknown(string name) => new()
    {
        Code = BatchFaultCode.UnknownProvider,
        Message = $"'{(name.Length <= 32 ? name : name[..32] + "…")}' is not a known provider. Known: {string.Join(", ", Names)}.",
    };
}

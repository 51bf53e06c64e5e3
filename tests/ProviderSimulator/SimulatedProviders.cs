using ProviderSimulator.Providers;

namespace ProviderSimulator;

/// <summary>All providers, one line each.</summary>
internal sealed class SimulatedProviders
{
    public IReadOnlyList<ISimulatedProvider> All { get; } =
    [
        new OpenAISimulation(),
    ];

    private readonly Dictionary<string, ISimulatedProvider> _byName;

    public SimulatedProviders() => _byName = All.ToDictionary(provider => provider.Name);

    public ISimulatedProvider? Find(string name) => _byName.GetValueOrDefault(name);
}

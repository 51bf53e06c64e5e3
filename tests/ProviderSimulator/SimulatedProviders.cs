using ProviderSimulator.Providers;

namespace ProviderSimulator;

/// <summary>All providers, one line each.</summary>
internal sealed class SimulatedProviders
{
    public IReadOnlyList<ISimulatedProvider> All { get; } =
    [
        new OpenAISimulation(),

        new CerebrasSimulation(),
        new ElevenLabsSimulation(),
        new FireworksSimulation(),
        new HuggingFaceSimulation(),
        new NebiusSimulation(),
        new OpenRouterSimulation(),
        new ParasailSimulation(),
        new PerplexitySimulation(),
        new ReplicateSimulation(),
        new RunwaySimulation(),
        new SglangSimulation(),
        new TogetherSimulation(),
        new VllmSimulation(),
    ];

    private readonly Dictionary<string, ISimulatedProvider> _byName;

    public SimulatedProviders() => _byName = All.ToDictionary(provider => provider.Name);

    public ISimulatedProvider? Find(string name) => _byName.GetValueOrDefault(name);
}

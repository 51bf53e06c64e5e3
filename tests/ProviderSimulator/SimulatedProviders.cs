using ProviderSimulator.Providers;

namespace ProviderSimulator;

/// <summary>All providers, one line each.</summary>
internal sealed class SimulatedProviders(TimeProvider time) : IDisposable
{
    public IReadOnlyList<ISimulatedProvider> All { get; } =
    [
        new OpenAISimulation(),
        new AzureSimulation(),
        new AnthropicSimulation(),
        new BedrockSimulation(time),
        new VertexSimulation(time),
        new GeminiSimulation(),
        new MistralSimulation(),
        new CohereSimulation(),
        new GroqSimulation(),
        new XaiSimulation(time),

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

    public ISimulatedProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);

    public void Dispose()
    {
        foreach (var provider in All.OfType<IDisposable>()) provider.Dispose();
    }
}

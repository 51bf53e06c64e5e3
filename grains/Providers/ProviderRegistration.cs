using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Grains.Providers.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Grains.Providers;

/// <summary>Every provider that is known. A new one is one line here; see docs/adding-a-provider.md.</summary>
internal static class ProviderRegistration
{
    public static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.AddProviderHttpClient();
        services.AddCloudCredentials();
        services.AddSingleton<ProviderCatalog>();
        foreach (var row in OpenAIShapedRows.All)
        {
            services.AddSingleton<IBatchProvider>(provider => new OpenAIShapedProvider(provider.GetRequiredService<ProviderHttp>(), row));
        }

        return services
            .AddSingleton<IBatchProvider, AnthropicProvider>()
            .AddSingleton<IBatchProvider, AzureProvider>()
            .AddSingleton<IBatchProvider, BedrockProvider>()
            .AddSingleton<IBatchProvider, CohereProvider>()
            .AddSingleton<IBatchProvider, ElevenLabsProvider>()
            .AddSingleton<IBatchProvider, FireworksProvider>()
            .AddSingleton<IBatchProvider, GeminiProvider>()
            .AddSingleton<IBatchProvider, HuggingFaceProvider>()
            .AddSingleton<IBatchProvider, MistralProvider>()
            .AddSingleton<IBatchProvider, OllamaProvider>()
            .AddSingleton<IBatchProvider, OpenRouterProvider>()
            .AddSingleton<IBatchProvider, ReplicateProvider>()
            .AddSingleton<IBatchProvider, RunwayProvider>()
            .AddSingleton<IBatchProvider, SandboxProvider>()
            .AddSingleton<IBatchProvider, TogetherProvider>()
            .AddSingleton<IBatchProvider, VertexProvider>()
            .AddSingleton<IBatchProvider, XaiProvider>();
    }
}

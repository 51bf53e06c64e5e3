using System.Net;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>Registers where the adapters of the clouds take their credentials from.</summary>
internal static class CloudCredentials
{
    /// <summary>The HTTP client that talks to token services.</summary>
    public const string HttpClientName = "BatchGrains.Credentials";

    public static IServiceCollection AddCloudCredentials(this IServiceCollection services)
    {
        services.AddHttpClient(HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            // Google's library refuses a handler that decompresses unasked.
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });
        services.AddSingleton<AwsCredentials>();
        services.AddSingleton<GoogleTokens>();
        services.AddSingleton(provider => new EntraTokens(
            new DefaultAzureCredential(new DefaultAzureCredentialOptions
            {
                Transport = new HttpClientTransport(provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)),
            }),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}

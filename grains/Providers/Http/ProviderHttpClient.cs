using System.Net;
using BatchGrains.Grains.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>The HTTP client of all adapters: one quick retry for a broken connection, and a circuit breaker for each provider and account.</summary>
internal static class ProviderHttpClient
{
    /// <summary>Whom a request goes to: each account has its own circuit.</summary>
    public static readonly HttpRequestOptionsKey<ProviderAccount> Account = new("BatchGrains.Account");

    // Also the longest time that an open circuit is left alone: the default of Refresh:MaxSeconds.
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddProviderHttpClient(this IServiceCollection services)
    {
        services.AddSingleton<ProviderHttp>();
        services.AddHttpClient(ProviderHttp.ClientName)
            .ConfigureHttpClient(client =>
            {
                // The look has its own limit; a second clock here would only hide which one ended it.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestVersion = HttpVersion.Version20;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("BatchGrains/0.1");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(5),
                MaxResponseHeadersLength = 64,
            })
            .AddResilienceHandler("provider", Pipeline)
            .SelectPipelineBy(_ => request => request.Options.TryGetValue(Account, out var account) ? account.ToString() : "");
        return services;
    }

    private static void Pipeline(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            Name = "connection",
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(100),
            UseJitter = true,
            // An answer, whatever it says, is the next look's business; only a connection that broke is tried again.
            ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Exception is HttpRequestException),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            Name = "circuit",
            FailureRatio = 0.9,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = OpenFor,
            ShouldHandle = arguments => new ValueTask<bool>(
                arguments.Outcome.Exception is HttpRequestException or TimeoutException
                || arguments.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }),
        });
}

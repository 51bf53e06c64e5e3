using System.Net;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Telemetry;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>The HTTP client of all adapters: one quick retry for a broken connection, and a circuit breaker for each provider and account.</summary>
internal static class ProviderHttpClient
{
    /// <summary>Whom a request goes to: each account has its own circuit.</summary>
    public static readonly HttpRequestOptionsKey<ProviderAccount> Account = new("BatchGrains.Account");

    /// <summary>The request's own time limit: once it is over, that the request ended is the provider's failure, not the caller's wish.</summary>
    public static readonly HttpRequestOptionsKey<CancellationToken> Limit = new("BatchGrains.Limit");

    /// <summary>How long a connection may take to be made.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(30);

    // The least that the breaker takes.
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(0.5);

    public static IServiceCollection AddProviderHttpClient(this IServiceCollection services)
    {
        services.AddSingleton<ProviderHttp>();
        // Its log is off by default. For those who turn it on: each attempt that failed would be an error, with a stack trace.
        services.Configure<TelemetryOptions>(telemetry => telemetry.SeverityProvider = static happened =>
            happened.Event.EventName is "ExecutionAttempt" or "OnRetry" ? ResilienceEventSeverity.Debug : happened.Event.Severity);
        services.AddHttpClient(ProviderHttp.ClientName)
            .ConfigureHttpClient(client =>
            {
                // The look has its own limit; a second clock here would only hide which one ended it.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("BatchGrains/0.1");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = ConnectTimeout,
                MaxResponseHeadersLength = 64,
                // One connection of HTTP/2 takes a hundred requests at once, as a rule, and carries on unawares when its other end has vanished.
                EnableMultipleHttp2Connections = true,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            })
            .AddResilienceHandler("provider", Pipeline)
            .SelectPipelineBy(_ => request => request.Options.TryGetValue(Account, out var account) ? account.ToString() : "");
        return services;
    }

    private static void Pipeline(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        var max = context.ServiceProvider.GetRequiredService<IOptionsMonitor<RefreshOptions>>().CurrentValue.Max;
        pipeline
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                Name = "connection",
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(100),
                UseJitter = true,
                // An answer, whatever it says, is the next look's business; only a connection that broke is tried again.
                ShouldHandle = arguments => new ValueTask<bool>(
                    arguments.Outcome.Exception is HttpRequestException { HttpRequestError: var error } && MayPass(error)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                Name = "circuit",
                FailureRatio = 0.9,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                // An open circuit is tried again at the latest after Refresh:MaxSeconds.
                BreakDuration = max >= LongestBreak ? LongestBreak : max > ShortestBreak ? max : ShortestBreak,
                ShouldHandle = arguments => new ValueTask<bool>(IsFailure(arguments.Outcome, arguments.Context)),
            });
    }

    private static bool MayPass(HttpRequestError error) => error is HttpRequestError.Unknown or HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError;

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome, ResilienceContext context) => outcome switch
    {
        { Result.StatusCode: >= HttpStatusCode.InternalServerError } or { Exception: HttpRequestException } => true,
        // A connection that was not made in time.
        { Exception: OperationCanceledException { InnerException: TimeoutException } } => true,
        { Exception: OperationCanceledException } => context.GetRequestMessage() is { } request
            && request.Options.TryGetValue(Limit, out var limit) && limit.IsCancellationRequested,
        _ => false,
    };
}

using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BatchGrains.Tests.Grains;

/// <summary>What a silo hosts besides its grains, composed as a silo composes it, without Orleans.</summary>
internal sealed class SiloServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SiloServices(
        Dictionary<string, string?>? settings = null, ScriptedProvider? provider = null, WatchedTime? time = null, int silos = 1,
        Dictionary<string, string>? environment = null, HttpMessageHandler? handler = null)
    {
        Provider = provider ?? new ScriptedProvider();
        Time = time ?? new WatchedTime(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Providers:scripted:RequestsPerSecond"] = "1000" })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Logs)).SetMinimumLevel(LogLevel.Information)).AddMetrics();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new Jitter(new Random(1)));
        services.AddSingleton(new AccountEnvironment(name => environment?.GetValueOrDefault(name)));
        services.AddSingleton<ILiveSilos>(new Silos(silos));
        services.AddSingleton<IBatchProvider>(Provider);
        services.AddBatchGrains(Configuration);
        if (handler is not null)
        {
            services.AddHttpClient(BatchGrains.Grains.Providers.Http.ProviderHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        _services = services.BuildServiceProvider();
    }

    public ScriptedProvider Provider { get; }

    public WatchedTime Time { get; }

    public FakeLogCollector Logs { get; } = new();

    /// <summary>The settings, which a test may change and load again.</summary>
    public IConfigurationRoot Configuration { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ProviderOptions Settings(string provider) => Get<ProviderSettings>().Of(provider);

    public Task<LookOutcome> LookAsync(string id = "b1", string? bound = null, string tenant = "default") =>
        Get<ProviderLookup>().LookAsync(BatchKey.Create(tenant, "scripted", id), bound, null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed record Silos(int Count) : ILiveSilos;
}

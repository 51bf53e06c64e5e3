using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace BatchGrains.Tests.Grains;

/// <summary>A real cluster of the real grains over a provider and a clock that the test controls.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ReadCount _reads;

    private GrainCluster(InProcessTestCluster cluster, ReadCount reads) => (_cluster, _reads) = (cluster, reads);

    public ScriptedProvider Provider { get; private init; } = new();

    public required WatchedTime Time { get; init; }

    public FaultyStorage Storage { get; private init; } = new();

    /// <summary>The reads that have come to a grain, answered or not.</summary>
    public int Reads => Volatile.Read(ref _reads.Count);

    public InProcessTestCluster Orleans => _cluster;

    public static async Task<GrainCluster> StartAsync(Dictionary<string, string?>? settings = null, int silos = 1, Random? random = null, bool traces = false)
    {
        var time = new WatchedTime(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
        var provider = new ScriptedProvider();
        var storage = new FaultyStorage();
        var reads = new ReadCount();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Providers:scripted:RequestsPerSecond"] = "1000" })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureHost(host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddIncomingGrainCallFilter(reads);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton(new Jitter(random ?? new Midway()));
            silo.Services.AddSingleton(new AccountEnvironment(_ => null));
            silo.Services.AddSingleton<IBatchProvider>(provider);
            silo.Services.AddBatchGrains(configuration);
            silo.Services.AddSingleton<StorageHealth>();
            silo.Services.AddGrainStorage(BatchGrain.StorageName, (services, _) => ActivatorUtilities.CreateInstance<OutageTolerantGrainStorage>(services, storage));
        });
        if (traces)
        {
            builder.ConfigureClient(client => client.AddActivityPropagation());
            builder.ConfigureSilo((_, silo) => silo.AddActivityPropagation());
        }

        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster, reads) { Time = time, Provider = provider, Storage = storage };
    }

    public IBatchGrain Batch(string id = "b1", string tenant = "default") =>
        _cluster.Client.GetGrain<IBatchGrain>(BatchKey.Create(tenant, "scripted", id).ToString());

    /// <summary>Ends a grain's activation, as if nobody had asked for it for long.</summary>
    public Task DeactivateAsync(IBatchGrain grain) => _cluster.DeactivateAsync(grain);

    public async Task<int> ActivationsAsync()
    {
        var statistics = await _cluster.Client.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(entry => entry.GrainType.Contains("BatchGrain,", StringComparison.Ordinal)).Sum(entry => entry.ActivationCount);
    }

    public async ValueTask DisposeAsync()
    {
        // Looks that a test left unanswered would hold up the stop.
        foreach (var call in Provider.AllCalls)
        {
            call.Reply.TrySetCanceled();
        }

        await _cluster.DisposeAsync();
    }

    private sealed class ReadCount : IIncomingGrainCallFilter
    {
        public int Count;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is BatchGrain && context.MethodName is nameof(IBatchGrain.Read))
            {
                Interlocked.Increment(ref Count);
            }

            return context.Invoke();
        }
    }

    /// <summary>A random source that is always in the middle: no jitter.</summary>
    private sealed class Midway : Random
    {
        public override double NextDouble() => 0.5;
    }
}

extern alias simulator;

using BatchGrains.Tests.RealServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using simulator::ProviderSimulator;
using StackExchange.Redis;

namespace BatchGrains.Tests.Silos;

/// <summary>Silos in processes of their own, found through a real Redis, with a simulated OpenAI behind them.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private readonly string _id = $"test{Guid.NewGuid():N}";
    private readonly string _redis;
    private readonly WebApplication _providers;
    private readonly List<ServiceProcess> _silos = [];
    private IHost? _client;

    private SiloCluster(string redis, WebApplication providers) => (_redis, _providers) = (redis, providers);

    public SimulatorControl Providers => _providers.Services.GetRequiredService<SimulatorControl>();

    public static async Task<SiloCluster> StartAsync(RealServices.Redis redis)
    {
        var connection = await redis.ConnectionStringAsync();
        var providers = SimulatorApp.Build([]);
        await providers.StartAsync(TestContext.Current.CancellationToken);
        return new SiloCluster(connection, providers);
    }

    /// <summary>Starts one more silo and waits until it is a member.</summary>
    /// <param name="advertised">The address that it gives others; null leaves it to the machine.</param>
    public async Task<ServiceProcess> AddSiloAsync(string? advertised = "127.0.0.1")
    {
        var silo = ServiceProcess.StartSilo(
        [
            "--Cluster:Mode=Redis", $"--ConnectionStrings:Redis={_redis}", $"--Cluster:ClusterId={_id}", $"--Cluster:ServiceId={_id}",
            $"--Cluster:AdvertisedAddress={advertised}", "--Storage:Mode=Redis", "--Refresh:MinSeconds=0.2", "--Refresh:MaxSeconds=1",
            $"--Providers:openai:BaseUrl={_providers.Urls.First()}/openai/v1", "--Providers:openai:Accounts:0:ApiKey=sim-openai-key",
        ]);
        _silos.Add(silo);
        await silo.AddressAsync();
        return silo;
    }

    /// <summary>Reads batches at a silo until one is held by another, and answers its id.</summary>
    public async Task<string> FindBatchHeldByAsync(ServiceProcess holder, Uri asked, string word)
    {
        var grains = (_client ??= await StartClientAsync()).Services.GetRequiredService<IGrainFactory>();
        for (var number = 0; ; number++)
        {
            Assert.True(number < 200, "No batch of two hundred was held by that silo.");
            var id = $"batch_{word}_{number}";
            using var response = await SiloHttp.GetAsync(asked, id);
            var grain = grains.GetGrain<IBatchGrain>(BatchKey.Create("default", "openai", id).ToString());
            var address = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
            if (address?.Endpoint.Port == holder.SiloPort)
            {
                return id;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await _client.StopAsync(limit.Token);
            _client.Dispose();
        }

        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await _providers.DisposeAsync();
    }

    private async Task<IHost> StartClientAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client => client
            .UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(_redis))
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (_id, _id)));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }
}

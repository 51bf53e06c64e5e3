extern alias simulator;

using System.Net;
using System.Net.Sockets;
using BatchGrains.Client;
using BatchGrains.Silo;
using simulator::ProviderSimulator;

namespace Benchmarks;

/// <summary>The whole service and the simulated providers, in this process: what a laptop runs.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly WebApplication _simulator;
    private readonly WebApplication _service;

    private Stage(WebApplication simulator, WebApplication service)
    {
        (_simulator, _service) = (simulator, service);
        Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(service.Urls.First()) };
    }

    public SimulatorControl Providers => _simulator.Services.GetRequiredService<SimulatorControl>();

    public Uri ProviderAddress => new(_simulator.Urls.Single());

    public IBatchReader Reader => _service.Services.GetRequiredService<IBatchReader>();

    public IGrainFactory Grains => _service.Services.GetRequiredService<IGrainFactory>();

    /// <summary>A caller of the service's HTTP side.</summary>
    public HttpClient Http { get; }

    /// <param name="providers">Which providers are set up, with the simulator's keys.</param>
    /// <param name="settings">More settings, as <c>name=value</c>; <c>*</c> stands for each provider.</param>
    public static async Task<Stage> StartAsync(string[] providers, params string[] settings)
    {
        string[] common = ["--urls", "http://127.0.0.1:0", "--contentRoot", AppContext.BaseDirectory, "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Orleans=Error"];
        var simulator = SimulatorApp.Build(common);
        await simulator.StartAsync();
        var catalog = simulator.Services.GetRequiredService<SimulatorControl>().Catalog(simulator.Urls.Single());
        var service = SiloApp.Build(
        [
            .. common,
            $"--Cluster:SiloPort={FreePort()}",
            $"--Cluster:GatewayPort={FreePort()}",
            .. providers.SelectMany(provider => catalog[provider].Settings.Select(setting => $"--Providers:{provider}:{setting.Key}={setting.Value}")),
            .. settings.SelectMany(setting => providers.Select(provider => $"--{setting.Replace("*", provider, StringComparison.Ordinal)}")).Distinct(),
        ]);
        await service.StartAsync();
        return new Stage(simulator, service);
    }

    /// <summary>How many batches are in memory.</summary>
    public async Task<int> ActivationsAsync()
    {
        var statistics = await Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(entry => entry.GrainType.Contains("BatchGrain,", StringComparison.Ordinal)).Sum(entry => entry.ActivationCount);
    }

    /// <summary>The bytes that are in use once all garbage is gone.</summary>
    public static long LiveBytes()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _service.StopAsync();
        await _service.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

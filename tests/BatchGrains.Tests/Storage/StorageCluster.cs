using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;

namespace BatchGrains.Tests.Storage;

/// <summary>A silo of its own, with the storages that the first test of a class asks for.</summary>
public sealed class StorageCluster : IAsyncDisposable
{
    private InProcessTestCluster? _cluster;

    public async Task<IGrainStorage> StartAsync(Action<ISiloBuilder> configure, string name)
    {
        _cluster ??= await DeployAsync(configure);
        return _cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(name);
    }

    public static async Task<InProcessTestCluster> DeployAsync(
        Action<ISiloBuilder>? configure = null, Dictionary<string, string?>? settings = null, string? serviceId = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.ServiceId = serviceId ?? builder.Options.ServiceId;
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(settings));
        builder.ConfigureSilo((_, silo) => configure?.Invoke(silo));
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync(TestContext.Current.CancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}

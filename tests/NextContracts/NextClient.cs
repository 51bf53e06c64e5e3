using BatchGrains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NextContracts;

/// <summary>A client of this version that reads a batch from an older silo, and calls what that silo does not have.</summary>
internal static class NextClient
{
    public static async Task<int> RunAsync(int gatewayPort, TextWriter output)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort));
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IClusterClient>();
        var snapshot = await grains.GetBatch("openai", "batch_1").GetAsync();
        await output.WriteLineAsync($"{snapshot.ETag} {snapshot.Status}");
        try
        {
            await grains.GetGrain<IBatchGrain>("default/openai/batch_1").Forget();
            await output.WriteLineAsync("answered");
        }
        catch (Exception refused)
        {
            await output.WriteLineAsync($"refused: {refused.GetType().Name}");
        }

        snapshot = await grains.GetBatch("openai", "batch_1").GetAsync();
        await output.WriteLineAsync($"{snapshot.ETag} {snapshot.Status}");
        await host.StopAsync();
        return 0;
    }
}

using Microsoft.Extensions.Hosting;

namespace NextContracts;

/// <summary>A silo of this version, until its input ends.</summary>
internal static class NextSilo
{
    public static async Task<int> RunAsync(int siloPort, int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        using var host = builder.Build();
        await host.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }
}

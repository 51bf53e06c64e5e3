using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WaitForBatch;

if (args is not [var provider, var batchId, .. var settings])
{
    await Console.Error.WriteLineAsync("Usage: WaitForBatch <provider> <batch id> [--Cluster:Join Silo|Client] [--Cluster:Mode Localhost|Redis] …");
    return 64;
}

var builder = Host.CreateApplicationBuilder(settings);
builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
var join = builder.JoinCluster();
using var host = builder.Build();
await host.StartAsync();

var grains = host.Services.GetRequiredService<IGrainFactory>();
var acted = join is Join.Silo
    ? await ReportOrder.PlaceAsync(grains, provider, batchId)
    : await BatchFollower.FollowAsync(grains, provider, batchId);

await host.StopAsync();
return acted ? 0 : 1;

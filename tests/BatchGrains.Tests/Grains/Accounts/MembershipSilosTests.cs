using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace BatchGrains.Tests.Grains.Accounts;

public sealed class MembershipSilosTests
{
    [Fact]
    public async Task A_silo_of_another_service_that_hosts_no_batches_takes_no_share_of_the_budgets()
    {
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureHost(host => host.Logging.ClearProviders());
        builder.ConfigureSilo((options, silo) =>
        {
            if (options.SiloName.EndsWith('0'))
            {
                silo.Configure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(BatchGrain).Assembly));
                return;
            }

            silo.Services.AddSingleton(new AccountEnvironment(_ => null));
            silo.Services.AddSingleton<IBatchProvider>(new ScriptedProvider());
            silo.Services.AddBatchGrains(new ConfigurationBuilder().Build());
            silo.Services.AddSingleton<StorageHealth>();
            silo.AddMemoryGrainStorage(BatchGrain.StorageName);
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync(TestContext.Current.CancellationToken);
        var hosts = cluster.Silos.Where(silo => silo.ServiceProvider.GetService<ILiveSilos>() is not null).ToList();
        foreach (var host in hosts)
        {
            // Until then it knows of fewer silos than there are.
            await Eventually.Holds(() => host.ServiceProvider.GetRequiredService<IClusterManifestProvider>().Current.Silos.Count == 3);
        }

        Assert.Equal([2, 2], hosts.Select(host => host.ServiceProvider.GetRequiredService<ILiveSilos>().Count));

        await cluster.StopSiloAsync(hosts[1], TestContext.Current.CancellationToken);
        await Eventually.Holds(() => hosts[0].ServiceProvider.GetRequiredService<ILiveSilos>().Count == 1);
    }
}

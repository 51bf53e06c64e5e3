using BatchGrains.Api.Authentication;
using BatchGrains.Api.Hosting;
using BatchGrains.Grains;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BatchGrains.Silo;

/// <summary>The Orleans host of the grains.</summary>
internal static class SiloHosting
{
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddBatchGrains(builder.Configuration);
        builder.UseOrleans(silo => silo
            .UseCluster(builder.Configuration)
            .AddSnapshotStorage(builder.Configuration)
            .AddSiloDashboard(builder.Configuration)
            .AddActivityPropagation()
            .Configure<GrainCollectionOptions>(collection =>
            {
                // A batch that nobody asks for is soon read from storage again; until then it costs memory.
                collection.CollectionAge = TimeSpan.FromMinutes(5);
                collection.CollectionQuantum = TimeSpan.FromSeconds(30);
            })
            // An entry for each id ever asked for, a million by default, would grow with every made-up id.
            .Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 20_000));
        builder.Services.AddHostedService<FreePorts>();
        builder.Services.AddSingleton<IValidateOptions<CallerOptions>, TenantProvidersValidation>();
        builder.Services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: [HealthEndpoints.ReadyTag]);
        // Also here: the call of a grain in this process costs half as much as all the rest of a cached answer.
        builder.Services.AddBatchGrainsClientCache();
        return builder;
    }
}

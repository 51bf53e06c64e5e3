using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace BatchGrains.Api.Hosting;

/// <summary>The process as an Orleans client: how it finds the silos, and what it does while there are none.</summary>
internal static class ClusterClient
{
    // A silo that falls silent keeps its place among the gateways until the list is read again; Orleans' own period is a minute.
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        var options = ClusterOptionsFrom(builder.Configuration);
        builder.Host.UseOrleansClient(client =>
        {
            if (options.Mode is ClusterMode.Redis)
            {
                client.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOptions(builder.Configuration));
            }
            else
            {
                client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, options.GatewayPort));
            }

            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = options.ClusterId;
                cluster.ServiceId = options.ServiceId;
            });
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayRefresh);
            client.AddActivityPropagation();
            client.UseConnectionRetryFilter<ClusterPatience>();
        });

        builder.Services.AddSingleton<IClusterConnectionStatusObserver, ClusterNews>();
        // The HTTP server starts beside the client, not after it: without a silo the process is up and says that it is not ready.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddHealthChecks().AddCheck<ClusterCheck>("cluster", tags: [HealthEndpoints.ReadyTag]);
        return builder;
    }

    private static ClusterClientOptions ClusterOptionsFrom(ConfigurationManager configuration)
    {
        var options = new ClusterClientOptions();
        configuration.GetSection("Cluster").Bind(options);
        string[] problems =
            [.. ClusterRules.Problems(options.Mode, options.ClusterId, options.ServiceId, (nameof(options.GatewayPort), options.GatewayPort))];
        return problems.Length == 0 ? options : throw new OptionsValidationException("Cluster", typeof(ClusterClientOptions), problems);
    }

    private static ConfigurationOptions RedisOptions(ConfigurationManager configuration)
    {
        var connection = configuration.GetConnectionString("Redis");
        return string.IsNullOrWhiteSpace(connection)
            ? throw new InvalidOperationException("Cluster:Mode is Redis: set ConnectionStrings:Redis, such as redis:6379.")
            : RedisConnection.Parse(connection);
    }
}

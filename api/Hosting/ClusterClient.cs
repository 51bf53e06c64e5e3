using System.Net;
using Orleans.Configuration;
using StackExchange.Redis;

namespace BatchGrains.Api.Hosting;

/// <summary>The process as an Orleans client: how it finds the silos, and what it does while there are none.</summary>
internal static class ClusterClient
{
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
            client.AddActivityPropagation();
            client.UseConnectionRetryFilter<ClusterPatience>();
        });

        // The HTTP server starts beside the client, not after it: without a silo the process is up and says that it is not ready.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddHealthChecks().AddCheck<ClusterCheck>("cluster", tags: [HealthEndpoints.ReadyTag]);
        return builder;
    }

    /// <summary>Runs the process. A stop that comes before any silo was reached ends the start, and is not a failure.</summary>
    public static async Task RunUntilStoppedAsync(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private static ClusterClientOptions ClusterOptionsFrom(ConfigurationManager configuration)
    {
        var options = new ClusterClientOptions();
        configuration.GetSection("Cluster").Bind(options);
        return Enum.IsDefined(options.Mode) ? options : throw new InvalidOperationException("Cluster:Mode must be Localhost or Redis.");
    }

    private static ConfigurationOptions RedisOptions(ConfigurationManager configuration)
    {
        var connection = configuration.GetConnectionString("Redis");
        return string.IsNullOrWhiteSpace(connection)
            ? throw new InvalidOperationException("Cluster:Mode is Redis: set ConnectionStrings:Redis, such as redis:6379.")
            : RedisConnection.Parse(connection);
    }
}

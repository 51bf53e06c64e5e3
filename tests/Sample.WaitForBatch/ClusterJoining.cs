using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace WaitForBatch;

/// <summary>How this service is part of the cluster.</summary>
internal enum Join
{
    /// <summary>It hosts grains of its own.</summary>
    Silo,

    /// <summary>It only calls.</summary>
    Client,
}

/// <summary>Joins the cluster that runs BatchGrains.</summary>
internal static class ClusterJoining
{
    public static Join JoinCluster(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Cluster");
        var join = settings.GetValue("Join", Join.Silo);
        var redis = settings["Mode"] is "Redis" ? builder.Configuration.GetConnectionString("Redis") : null;
        if (join is Join.Silo)
        {
            builder.UseOrleans(silo => JoinAsSilo(silo.Configure<ClusterOptions>(Name), settings, redis));
        }
        else
        {
            builder.UseOrleansClient(client => JoinAsClient(client.Configure<ClusterOptions>(Name), settings, redis));
        }

        return join;

        void Name(ClusterOptions cluster)
        {
            cluster.ClusterId = settings["ClusterId"] ?? "batchgrains";
            cluster.ServiceId = settings["ServiceId"] ?? "batchgrains";
        }
    }

    private static void JoinAsSilo(ISiloBuilder silo, IConfigurationSection settings, string? redis)
    {
        var siloPort = settings.GetValue("SiloPort", 11112);
        var gatewayPort = settings.GetValue("GatewayPort", 30001);
        if (redis is null)
        {
            // On one machine the silo that came first keeps the list of members.
            var first = new IPEndPoint(IPAddress.Loopback, settings.GetValue("PrimarySiloPort", 11111));
            silo.UseDevelopmentClustering(first).ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        }
        else
        {
            silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis))
                .ConfigureEndpoints(siloPort, gatewayPort);
        }
    }

    private static void JoinAsClient(IClientBuilder client, IConfigurationSection settings, string? redis)
    {
        if (redis is null)
        {
            client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, settings.GetValue("GatewayPort", 30000)));
        }
        else
        {
            client.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis))
                .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        }
    }
}

using System.Net;
using System.Net.Sockets;
using BatchGrains.Api.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace BatchGrains.Silo;

/// <summary>Joins the cluster, and tunes membership so that it is whole again soon after a crash.</summary>
internal static class SiloClustering
{
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, IConfiguration configuration)
    {
        var options = Read(configuration);
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = options.ServiceId;
        });
        if (options.Mode is ClusterMode.Localhost)
        {
            return silo.UseLocalhostClustering(
                options.SiloPort, options.GatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
        }

        var redis = configuration.GetConnectionString("Redis");
        if (string.IsNullOrWhiteSpace(redis))
        {
            throw new InvalidOperationException("Cluster:Mode is Redis: set ConnectionStrings:Redis, such as redis:6379.");
        }

        IPAddress? advertised = null;
        if (options.AdvertisedAddress is { Length: > 0 } address && !IPAddress.TryParse(address, out advertised))
        {
            throw new InvalidOperationException($"Cluster:AdvertisedAddress is '{address}'; it must be an IP address.");
        }

        // What listens for IPv4 alone can't be reached at an IPv6 address.
        var listens = advertised is { AddressFamily: AddressFamily.InterNetworkV6 } ? IPAddress.IPv6Any : IPAddress.Any;
        var connection = RedisConnection.Parse(redis);
        silo.Services.AddSingleton<RedisPatience>();
        silo.Services.AddOptions<RedisClusteringOptions>()
            .Configure<RedisPatience>((clustering, patience) => clustering.CreateMultiplexer = patience.ConnectAsync);
        return silo
            .UseRedisClustering(clustering => clustering.ConfigurationOptions = connection)
            .Configure<EndpointOptions>(endpoints =>
            {
                if (advertised is not null)
                {
                    endpoints.AdvertisedIPAddress = advertised;
                }

                endpoints.SiloPort = options.SiloPort;
                endpoints.GatewayPort = options.GatewayPort;
                endpoints.SiloListeningEndpoint = new IPEndPoint(listens, options.SiloPort);
                endpoints.GatewayListeningEndpoint = new IPEndPoint(listens, options.GatewayPort);
            })
            .Configure<ClusterMembershipOptions>(Quick);
    }

    private static SiloOptions Read(IConfiguration configuration)
    {
        SiloOptions options;
        try
        {
            options = configuration.GetSection(SiloOptions.SectionName).Get<SiloOptions>() ?? new SiloOptions();
        }
        catch (InvalidOperationException wrong)
        {
            throw new InvalidOperationException($"The section Cluster is not valid (Cluster:Mode is Localhost or Redis): {wrong.Message}", wrong);
        }

        string[] problems = [.. ClusterRules.Problems(
            options.Mode, options.ClusterId, options.ServiceId,
            (nameof(options.SiloPort), options.SiloPort), (nameof(options.GatewayPort), options.GatewayPort))];
        return problems.Length == 0 ? options : throw new OptionsValidationException(SiloOptions.SectionName, typeof(SiloOptions), problems);
    }

    // A crash is found in about 2 × 1.5 s, by one vote in a small cluster. Whole clusters that died are told apart by I-am-alive
    // marks of 5 s, so that new silos at new addresses don't wait for the dead for 90 s.
    private static void Quick(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 3;
    }
}

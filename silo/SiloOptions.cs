using BatchGrains.Api.Hosting;

namespace BatchGrains.Silo;

/// <summary>How silos find each other, in <c>Cluster</c>; the same section is read by the HTTP front.</summary>
internal sealed class SiloOptions
{
    public const string SectionName = "Cluster";

    /// <summary>Localhost for one machine without anything installed, Redis for several. The default is Localhost.</summary>
    public ClusterMode Mode { get; set; } = ClusterMode.Localhost;

    /// <summary>One deployment's silos and fronts have the same. The default is <c>batchgrains</c>.</summary>
    public string ClusterId { get; set; } = "batchgrains";

    /// <summary>The service's name, the same for ever: records in Redis are kept under it, blobs are not. The default is <c>batchgrains</c>.</summary>
    public string ServiceId { get; set; } = "batchgrains";

    /// <summary>The port for other silos. The default is 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for fronts and other clients. The default is 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// With Redis: the IP address at which others reach this silo. The default is the machine's first that is not loopback.
    /// </summary>
    public string? AdvertisedAddress { get; set; }
}

namespace BatchGrains.Api.Hosting;

/// <summary>Where the silos are: the section <c>Cluster</c>.</summary>
internal sealed class ClusterClientOptions
{
    /// <summary>How silos are found. The default is <see cref="ClusterMode.Localhost"/>.</summary>
    public ClusterMode Mode { get; set; } = ClusterMode.Localhost;

    /// <summary>The cluster to join, <c>batchgrains</c> by default.</summary>
    public string ClusterId { get; set; } = "batchgrains";

    /// <summary>The service, the same as the silos have; <c>batchgrains</c> by default.</summary>
    public string ServiceId { get; set; } = "batchgrains";

    /// <summary>The port of the silo's gateway on this machine, 30000 by default.</summary>
    public int GatewayPort { get; set; } = 30000;
}

/// <summary>How silos are found.</summary>
internal enum ClusterMode
{
    /// <summary>One silo, on this machine.</summary>
    Localhost,

    /// <summary>Silos that enter themselves in Redis.</summary>
    Redis,
}

namespace BatchGrains.Api.Hosting;

/// <summary>How the process leaves, in <c>Shutdown</c>.</summary>
internal sealed class ShutdownOptions
{
    public const string SectionName = "Shutdown";

    /// <summary>
    /// How long requests are still taken after <c>/health/ready</c> has said no, in seconds, so that a balancer has time to notice.
    /// The default is 0.
    /// </summary>
    public double DrainSeconds { get; set; }

    /// <summary>How long requests in flight and the grains have to end after that, in seconds. The default is 30.</summary>
    public double TimeoutSeconds { get; set; } = 30;
}

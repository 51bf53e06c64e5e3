using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchGrains.Api.Hosting;

/// <summary>Ready from the end of the start to the beginning of the stop, so that a balancer turns away before connections are cut.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The service is stopping.")
        : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("The service is starting."));
}

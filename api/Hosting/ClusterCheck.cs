using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchGrains.Api.Hosting;

/// <summary>Whether a silo answers. It is asked something: a connection that stands may lead nowhere.</summary>
internal sealed class ClusterCheck(IGrainFactory grains, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IBatchAdmission>(0).Providers().AsTask().WaitAsync(Patience, clock, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("No silo answers.");
        }
    }
}

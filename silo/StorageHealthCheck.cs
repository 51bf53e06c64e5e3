using BatchGrains.Grains.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchGrains.Silo;

/// <summary>Says that storage fails, without turning requests away: a read never fails because of storage.</summary>
internal sealed class StorageHealthCheck(StorageHealth storage) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(storage.IsFailing
            ? HealthCheckResult.Degraded("Storage fails; snapshots are served from memory and written when it is back.")
            : HealthCheckResult.Healthy());
}

using System.Diagnostics.Metrics;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BatchGrains.Tests.Storage;

/// <summary>A storage health, and what its instruments were told.</summary>
internal sealed class ObservedStorageHealth
{
    private readonly MetricCollector<long> _failures;
    private readonly MetricCollector<long> _damaged;

    public ObservedStorageHealth()
        : this(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>())
    {
    }

    /// <param name="meters">Where somebody else's health takes its instruments from.</param>
    public ObservedStorageHealth(IMeterFactory meters)
    {
        Health = new StorageHealth(meters);
        _failures = new MetricCollector<long>(meters, "BatchGrains", "batchgrains.storage.failures");
        _damaged = new MetricCollector<long>(meters, "BatchGrains", "batchgrains.storage.damaged");
    }

    public StorageHealth Health { get; }

    /// <summary>Failures, each as <c>operation error</c>.</summary>
    public IEnumerable<string> Failures => _failures.GetMeasurementSnapshot().Select(failure => $"{failure.Tags["operation"]} {failure.Tags["error.type"]}");

    public long Damaged => _damaged.GetMeasurementSnapshot().Sum(damage => damage.Value);
}

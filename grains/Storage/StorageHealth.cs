using System.Diagnostics.Metrics;

namespace BatchGrains.Grains.Storage;

/// <summary>What storage has lately answered: written by the storage decorators, read by the health check, and counted in the meter.</summary>
internal sealed class StorageHealth
{
    private readonly Counter<long> _failures;
    private readonly Counter<long> _damaged;
    private volatile bool _isFailing;

    public StorageHealth(IMeterFactory meters)
    {
        var meter = meters.Create(LookMetrics.MeterName);
        _failures = meter.CreateCounter<long>("batchgrains.storage.failures", "{failure}", "Storage operations that failed, by operation and error.");
        _damaged = meter.CreateCounter<long>("batchgrains.storage.damaged", "{record}", "Stored records that could not be read and count as empty.");
    }

    /// <summary>Whether the last attempt failed. Of whatever kind it was: reads alone would not show that a later write went well.</summary>
    public bool IsFailing => _isFailing;

    public void Succeeded() => _isFailing = false;

    public void Failed(StorageOperation operation, Exception fault)
    {
        _isFailing = true;
        // Only the kind: a message may quote an address or an account.
        _failures.Add(
            1, new KeyValuePair<string, object?>("operation", Word(operation)), new KeyValuePair<string, object?>("error.type", fault.GetType().Name));
    }

    public void FoundDamage() => _damaged.Add(1);

    private static string Word(StorageOperation operation) => operation switch
    {
        StorageOperation.Read => "read",
        StorageOperation.Write => "write",
        _ => "clear",
    };
}

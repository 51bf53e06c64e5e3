namespace BatchGrains.Grains.Storage;

/// <summary>What storage has lately answered: written by the storage decorators, read by health checks and metrics.</summary>
internal sealed class StorageHealth(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly StorageOperationHealth[] _operations = [new(), new(), new()];
    private long _damagedRecords;

    /// <summary>Whether the last attempt of some operation failed.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return Array.Exists(_operations, operation => operation.ConsecutiveFailures > 0);
            }
        }
    }

    /// <summary>Records that could not be read and were taken for empty ones.</summary>
    public long DamagedRecords => Interlocked.Read(ref _damagedRecords);

    public StorageOperationHealth this[StorageOperation operation]
    {
        get
        {
            lock (_lock)
            {
                return _operations[(int)operation];
            }
        }
    }

    public void Succeeded(StorageOperation operation)
    {
        lock (_lock)
        {
            ref var entry = ref _operations[(int)operation];
            entry = entry with { ConsecutiveFailures = 0, Successes = entry.Successes + 1, LastSuccess = time.GetUtcNow() };
        }
    }

    public void Failed(StorageOperation operation, Exception fault)
    {
        lock (_lock)
        {
            ref var entry = ref _operations[(int)operation];
            entry = entry with
            {
                ConsecutiveFailures = entry.ConsecutiveFailures + 1,
                Failures = entry.Failures + 1,
                LastFailure = time.GetUtcNow(),
                // Only the kind: a message may quote an address or an account.
                LastFault = fault.GetType().Name,
            };
        }
    }

    public void FoundDamage() => Interlocked.Increment(ref _damagedRecords);
}

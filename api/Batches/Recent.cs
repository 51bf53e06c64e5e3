namespace BatchGrains.Api.Batches;

/// <summary>
/// Remembers texts that are made over and over, such as the headers of one second. Bounded: a key has one slot, and the newest owner keeps it.
/// </summary>
internal sealed class Recent<TKey, TValue>(int slots, Func<TKey, TValue> make)
    where TKey : notnull, IEquatable<TKey>
{
    // Entries are immutable and swapped by reference: readers and writers need no lock.
    private readonly Entry?[] _entries = new Entry?[slots];

    public TValue Get(TKey key)
    {
        ref var slot = ref _entries[(uint)key.GetHashCode() % (uint)_entries.Length];
        var entry = Volatile.Read(ref slot);
        if (entry is null || !entry.Key.Equals(key))
        {
            entry = new Entry(key, make(key));
            Volatile.Write(ref slot, entry);
        }

        return entry.Value;
    }

    private sealed record Entry(TKey Key, TValue Value);
}

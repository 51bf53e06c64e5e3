using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace BatchGrains.Client;

/// <summary>
/// A dictionary that drops what was not used of late when it holds too much: first in, first out, with a second chance for what was read.
/// Reads take no lock.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(int maxEntries, long maxBytes)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Slot> _slots = new();
    private readonly Queue<Slot> _order = new();
    private readonly Lock _gate = new();
    private long _bytes;

    public int Count => _slots.Count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            value = null;
            return false;
        }

        // Written only when it changes: the cache line of a hot entry stays shared.
        if (!slot.WasUsed)
        {
            slot.WasUsed = true;
        }

        value = slot.Value;
        return true;
    }

    /// <summary>Keeps a value, unless <paramref name="mayReplace"/> objects to losing the one that is there.</summary>
    public void Put(TKey key, TValue value, long bytes, Func<TValue, TValue, bool>? mayReplace = null)
    {
        // One giant must not push out everything else.
        if (bytes > maxBytes / 4)
        {
            return;
        }

        lock (_gate)
        {
            if (_slots.TryGetValue(key, out var slot))
            {
                if (mayReplace?.Invoke(slot.Value, value) is false)
                {
                    return;
                }

                _bytes += bytes - slot.Bytes;
                slot.Bytes = bytes;
                slot.Value = value;
            }
            else
            {
                slot = new Slot(key) { Value = value, Bytes = bytes };
                _slots[key] = slot;
                _order.Enqueue(slot);
                _bytes += bytes;
            }

            while (_order.Count > maxEntries || _bytes > maxBytes)
            {
                DropOne();
            }
        }
    }

    private void DropOne()
    {
        // Readers may mark slots faster than they are passed over here, so the search has an end.
        for (var left = _order.Count; left > 0; left--)
        {
            var slot = _order.Dequeue();
            if (slot.WasUsed && left > 1)
            {
                slot.WasUsed = false;
                _order.Enqueue(slot);
                continue;
            }

            _slots.TryRemove(slot.Key, out _);
            _bytes -= slot.Bytes;
            return;
        }
    }

    private sealed class Slot(TKey key)
    {
        public TKey Key => key;

        public required TValue Value { get; set; }

        public required long Bytes { get; set; }

        public bool WasUsed { get; set; }
    }
}

namespace BatchGrains.Grains.Accounts;

/// <summary>Waiting calls, one from each tenant in turn, so that a tenant with thousands of batches delays another by one call at most.</summary>
internal sealed class TenantQueue
{
    private readonly Dictionary<string, LinkedList<PendingCall>> _calls = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];

    public int Count { get; private set; }

    /// <summary>How many calls of one tenant wait.</summary>
    public int CountOf(string tenant) => _calls.TryGetValue(tenant, out var waiting) ? waiting.Count : 0;

    public void Add(PendingCall call)
    {
        if (!_calls.TryGetValue(call.Turn.Tenant, out var waiting))
        {
            _calls[call.Turn.Tenant] = waiting = [];
            _turns.AddLast(call.Turn.Tenant);
        }

        waiting.AddLast(call.Place);
        Count++;
    }

    /// <summary>The next call; the queue must not be empty.</summary>
    public PendingCall Take()
    {
        var tenant = _turns.First!.Value;
        var call = _calls[tenant].First!.Value;
        _turns.RemoveFirst();
        _turns.AddLast(tenant);
        Remove(call);
        return call;
    }

    /// <summary>Takes a call out that no longer waits.</summary>
    public bool Remove(PendingCall call)
    {
        if (call.Place.List is not { } waiting || !_calls.TryGetValue(call.Turn.Tenant, out var own) || own != waiting)
        {
            return false;
        }

        waiting.Remove(call.Place);
        Count--;
        if (waiting.Count == 0)
        {
            _calls.Remove(call.Turn.Tenant);
            _turns.Remove(call.Turn.Tenant);
        }

        return true;
    }
}

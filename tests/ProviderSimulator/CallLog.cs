using System.Collections.Concurrent;

namespace ProviderSimulator;

/// <summary>How often each id was asked for since the last reset.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentDictionary<(string Provider, string Id), Count> _byId = new();
    private readonly ConcurrentDictionary<string, Count> _byProvider = new();

    public long Total => _byProvider.Values.Sum(count => count.Value);

    public IReadOnlyDictionary<string, long> ById
        => _byId.ToDictionary(entry => $"{entry.Key.Provider}/{entry.Key.Id}", entry => entry.Value.Value);

    public IReadOnlyDictionary<string, long> ByProvider => _byProvider.ToDictionary(entry => entry.Key, entry => entry.Value.Value);

    public void Add(string provider, string id)
    {
        _byId.GetOrAdd((provider, id), _ => new()).Up();
        _byProvider.GetOrAdd(provider, _ => new()).Up();
    }

    public long Of(string provider) => _byProvider.TryGetValue(provider, out var count) ? count.Value : 0;

    public long Of(string provider, string id) => _byId.TryGetValue((provider, id), out var count) ? count.Value : 0;

    public void Clear()
    {
        _byId.Clear();
        _byProvider.Clear();
    }

    private sealed class Count
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Up() => Interlocked.Increment(ref _value);
    }
}

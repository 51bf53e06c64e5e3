using System.Collections.Concurrent;

namespace ProviderSimulator;

/// <summary>What a test asks of the simulator and tells it; also reachable under <c>/_simulator</c>.</summary>
public sealed class SimulatorControl
{
    private readonly SimulatedProviders _providers;
    private readonly CallLog _calls;
    private readonly SimulatedLife _lives;
    private readonly Faults _faults;
    private readonly ConcurrentDictionary<(string Provider, string Id), ScriptedAnswer> _scripts = new();

    internal SimulatorControl(SimulatedProviders providers, CallLog calls, SimulatedLife lives, Faults faults)
        => (_providers, _calls, _lives, _faults) = (providers, calls, lives, faults);

    public long TotalCalls => _calls.Total;

    public IReadOnlyDictionary<string, long> CallsById => _calls.ById;

    public IReadOnlyDictionary<string, long> CallsByProvider => _calls.ByProvider;

    public long Calls(string provider) => _calls.Of(provider);

    public long Calls(string provider, string id) => _calls.Of(provider, Known(provider).CanonicalId(id));

    /// <summary>An id that stands for a state's word, a fault's name, <c>life{seconds}</c> or <c>delay{milliseconds}</c>; each number makes another one.</summary>
    public string Id(string provider, string word, int number = 1) => Known(provider).Ids.Example(word, number);

    /// <summary>Overrides what an id answers until it is changed; an empty answer clears it.</summary>
    public void Script(string provider, string id, ScriptedAnswer answer)
    {
        var known = Known(provider);
        var key = (provider, known.CanonicalId(id));
        if ((answer.Fault ?? answer.Word) is not { } word) _scripts.TryRemove(key, out _);
        else if (known.Ids.Vocabulary.Find(word) is null) throw new ArgumentException($"{provider} has no word '{word}'.", nameof(answer));
        else _scripts[key] = answer;
    }

    /// <summary>Makes a share of all calls meet one of these faults; a rate of 0 ends it.</summary>
    public void ShareFaults(double rate, IReadOnlyList<string> kinds, int seed) => _faults.Share(rate, kinds, seed);

    /// <summary>Forgets calls, scripts, lives and the share of faults.</summary>
    public void Reset()
    {
        _scripts.Clear();
        _calls.Clear();
        _lives.Clear();
        _faults.Share(0, [], 0);
    }

    /// <param name="baseAddress">Where the simulator listens, as its callers see it.</param>
    public IReadOnlyDictionary<string, CatalogEntry> Catalog(string baseAddress)
        => _providers.All.ToDictionary(provider => provider.Name, provider => Entry(provider, baseAddress.TrimEnd('/')));

    internal ScriptedAnswer? Scripted(string provider, string id) => _scripts.TryGetValue((provider, id), out var answer) ? answer : null;

    private static CatalogEntry Entry(ISimulatedProvider provider, string origin)
    {
        var ids = provider.Ids;
        return new(
            provider.Settings(origin),
            [.. ids.Vocabulary.States.Select(state => new CatalogState(state.Word, ids.Example(state.Word)))],
            [.. Faults.Common.Append("delay300").Concat(ids.Vocabulary.OwnFaults).Select(name => new CatalogFault(name, ids.Example(name)))],
            ids.Example("life2"));
    }

    private ISimulatedProvider Known(string provider)
        => _providers.Find(provider) ?? throw new ArgumentException($"There is no provider '{provider}'.", nameof(provider));
}

using System.Collections.Concurrent;

namespace ProviderSimulator;

/// <summary>Batches that go by time: the first ask starts them.</summary>
internal sealed class SimulatedLife(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Provider, string Id), long> _starts = new();

    /// <summary>How much of the life is over, from 0 to 1.</summary>
    public double Share(string provider, string id, int seconds)
    {
        var start = _starts.GetOrAdd((provider, id), static (_, clock) => clock.GetTimestamp(), time);
        return seconds == 0 ? 1 : Math.Clamp(time.GetElapsedTime(start).TotalSeconds / seconds, 0, 1);
    }

    /// <summary>The word of a life at that share: the first word for a tenth, the last but one at the end, the last when it is over.</summary>
    public static string Word(IReadOnlyList<string> words, double share) => share switch
    {
        >= 1 => words[^1],
        >= 0.95 => words[^2],
        >= 0.1 => words[Math.Min(1, words.Count - 2)],
        _ => words[0],
    };

    public void Clear() => _starts.Clear();
}

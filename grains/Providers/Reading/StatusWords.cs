using System.Collections.Frozen;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>A provider's status words and what each means. A word that is not in the table is in progress: never an error, never an end.</summary>
internal sealed class StatusWords
{
    private readonly FrozenDictionary<string, BatchStatus> _words;

    public StatusWords(params (string Word, BatchStatus Status)[] words)
    {
        Table = [.. words.Select(pair => KeyValuePair.Create(pair.Word, pair.Status.Word))];
        _words = words.ToFrozenDictionary(pair => Folded(pair.Word), pair => pair.Status, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The table as users read it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Table { get; }

    /// <summary>What a word means, whatever its case, and however it spells cancel.</summary>
    public BatchStatus this[string? word] => word is not null && _words.TryGetValue(Folded(word), out var status) ? status : BatchStatus.InProgress;

    // One L or two: a provider's documents and its answers often differ.
    private static string Folded(string word) => word.Trim().Replace("cancell", "cancel", StringComparison.OrdinalIgnoreCase);
}

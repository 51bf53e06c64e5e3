using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Reads a batch's metadata.</summary>
internal static class MetadataReader
{
    /// <summary>The members of these names that have a text, where a provider has no notes of the creator's.</summary>
    public static IReadOnlyDictionary<string, string>? Pick(JsonElement answer, params ReadOnlySpan<string> names)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (answer.Text(name) is { } text)
            {
                notes[name] = text;
            }
        }

        return Kept(notes);
    }

    /// <summary>Text to text, in ordinal order, so that a provider's order of writing is no change. Another value becomes its JSON text.</summary>
    public static IReadOnlyDictionary<string, string>? Read(JsonElement? metadata)
    {
        if (metadata is not { ValueKind: JsonValueKind.Object } notes)
        {
            return null;
        }

        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var note in notes.EnumerateObject())
        {
            var text = note.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? note.Value.AsJson() : note.Value.AsText();
            if (text is not null && TolerantJson.ReadName(note) is { } name)
            {
                sorted[name] = text;
            }
        }

        return Kept(sorted);
    }

    private static Dictionary<string, string>? Kept(SortedDictionary<string, string> sorted) =>
        sorted.Count == 0 ? null : new Dictionary<string, string>(sorted, StringComparer.Ordinal);
}

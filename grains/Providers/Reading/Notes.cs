using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Reads a batch's metadata, and a usage object that is passed on as it is.</summary>
internal static class Notes
{
    /// <summary>Text to text, in ordinal order, so that a provider's order of writing is no change. Another value becomes its JSON text.</summary>
    public static IReadOnlyDictionary<string, string>? Metadata(JsonElement? metadata)
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

        return sorted.Count == 0 ? null : new Dictionary<string, string>(sorted, StringComparer.Ordinal);
    }

    /// <summary>An object that is not empty, as its JSON text without white space.</summary>
    public static string? Usage(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } given || !given.EnumerateObject().Any())
        {
            return null;
        }

        try
        {
            return JsonSerializer.Serialize(given, ReadingJson.Default.JsonElement);
        }
        catch (Exception unwritable) when (unwritable is InvalidOperationException or JsonException)
        {
            // A text inside that is no Unicode; it counts no tokens.
            return null;
        }
    }
}

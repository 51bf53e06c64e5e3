using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Reads a usage object, which is passed on as it is.</summary>
internal static class UsageReader
{
    /// <summary>An object that is not empty, as its JSON text without white space.</summary>
    public static string? Read(JsonElement? usage)
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

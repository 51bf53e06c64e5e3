using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>Reads the usage of tokens: OpenAI's object is passed on as it is, other providers' numbers are put under its names.</summary>
internal static class UsageReader
{
    /// <summary>The usage that single numbers make up; null when none is known.</summary>
    public static string? Of(long? input, long? output, long? cached = null)
    {
        var usage = new TokenUsage(input, cached is { } known ? new InputTokensDetails(known) : null, output, Counting.Sum(input, output));
        return usage == new TokenUsage(null, null, null, null) ? null : JsonSerializer.Serialize(usage, ReadingJson.Default.TokenUsage);
    }

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

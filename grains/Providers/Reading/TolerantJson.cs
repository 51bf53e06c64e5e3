using System.Globalization;
using System.Text.Json;

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>
/// Reads members as providers write them: missing, null and empty are all absent, numbers may be texts, and a value of another kind is absent
/// rather than an error.
/// </summary>
internal static class TolerantJson
{
    extension(JsonElement json)
    {
        /// <summary>A member that is there and not null.</summary>
        public JsonElement? Member(string name) =>
            json.ValueKind is JsonValueKind.Object && TryGet(json, name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

        /// <summary>A member that is an object.</summary>
        public JsonElement? Part(string name) => json.Member(name) is { ValueKind: JsonValueKind.Object } part ? part : null;

        /// <summary>A text that is not empty; a number or a truth value gives its JSON text.</summary>
        public string? Text(string name) => json.Member(name)?.AsText();

        /// <summary>A whole number, written as a number or as a text.</summary>
        public long? Number(string name) => json.Member(name)?.AsNumber();

        /// <summary>A number with its fraction, written as a number or as a text.</summary>
        public double? Real(string name) => json.Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            { ValueKind: JsonValueKind.String } value
                when double.TryParse(ReadString(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        };

        /// <summary>Unix seconds, from any of the four forms that <see cref="TolerantTime"/> reads.</summary>
        public long? Time(string name) => json.Member(name) is { } value ? TolerantTime.Read(value) : null;

        /// <summary>True or false.</summary>
        public bool? Flag(string name) => json.Member(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

        /// <summary>The member's items; none when it is not an array.</summary>
        public JsonElement.ArrayEnumerator Items(string name) =>
            json.Member(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

        /// <summary>The element as a text that is not empty.</summary>
        public string? AsText() => json.ValueKind switch
        {
            JsonValueKind.String => NotBlank(ReadString(json)),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
            _ => null,
        };

        /// <summary>The element's own JSON text, or null when no text can be made from it.</summary>
        public string? AsJson()
        {
            try
            {
                return json.GetRawText();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        /// <summary>The element as a whole number; fractions are cut off.</summary>
        public long? AsNumber() => json.ValueKind switch
        {
            JsonValueKind.Number when json.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when json.TryGetDouble(out var number) => Whole(number),
            JsonValueKind.String when long.TryParse(ReadString(json), NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) => whole,
            JsonValueKind.String when double.TryParse(ReadString(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Whole(number),
            _ => null,
        };
    }

    /// <summary>A count: never negative.</summary>
    public static long? Count(this JsonElement json, string name) => json.Number(name) is >= 0 and var count ? count : null;

    // 2^53: beyond it a double does not hold whole numbers exactly, and nothing that is counted here comes near.
    private static long? Whole(double number) => Math.Abs(number) < 9_007_199_254_740_992 ? (long)Math.Truncate(number) : null;

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // Looking for a name compares it with all that are written with escapes; one lone surrogate among them throws.
    private static bool TryGet(JsonElement json, string name, out JsonElement value)
    {
        try
        {
            return json.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            value = json.EnumerateObject().LastOrDefault(member => ReadName(member) == name).Value;
            return value.ValueKind is not JsonValueKind.Undefined;
        }
    }

    /// <summary>A member's name, or null when no text can be made from it.</summary>
    public static string? ReadName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A lone surrogate escape is valid JSON that no .NET string can be made from; nor can one from bytes that are not UTF-8.
    private static string? ReadString(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchGrains.Grains.Storage;

/// <summary>Stores JSON that is held as bytes as JSON: a record can be read by people, byte for byte as it is served.</summary>
internal sealed class RawJsonBytesConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return default;
        }

        using var value = JsonDocument.ParseValue(ref reader);
        return Encoding.UTF8.GetBytes(value.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value.Span, skipInputValidation: true);
        }
    }
}

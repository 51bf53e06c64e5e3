using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchGrains.Serialization;

/// <summary>Writes a status as its word; an unknown word, from a newer node, is read as in progress.</summary>
internal sealed class BatchStatusConverter : JsonConverter<BatchStatus>
{
    public override BatchStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BatchStatuses.FromWord(reader.TokenType is JsonTokenType.String ? reader.GetString() : null);

    public override void Write(Utf8JsonWriter writer, BatchStatus value, JsonSerializerOptions options) => writer.WriteStringValue(value.Word);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchGrains.Grains.Providers.Reading;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(TokenUsage))]
internal sealed partial class ReadingJson : JsonSerializerContext;

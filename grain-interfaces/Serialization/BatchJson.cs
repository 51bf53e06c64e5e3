using System.Text.Json.Serialization;

namespace BatchGrains.Serialization;

/// <summary>The batch as JSON: snake_case, in the order of its properties, without what is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BatchStatusConverter)])]
[JsonSerializable(typeof(Batch))]
internal sealed partial class BatchJson : JsonSerializerContext;

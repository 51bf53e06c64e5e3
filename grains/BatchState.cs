using System.Text.Json.Serialization;
using BatchGrains.Grains.Storage;

namespace BatchGrains.Grains;

/// <summary>What is stored of a batch: one record, so that its parts can't come apart.</summary>
[GenerateSerializer]
[Alias("BatchGrains.BatchState")]
internal sealed record BatchState
{
    /// <summary>The last snapshot that differed from the one before; of a final batch that is looked at again, the last one.</summary>
    [Id(0)]
    public BatchSnapshot? Snapshot { get; init; }

    /// <summary>The account that knows the batch; it alone is asked from then on.</summary>
    [Id(1)]
    public string? Account { get; init; }
}

/// <summary>The stored form: readable JSON, with the batch as it is served.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    // Not the defaults: a snapshot's members are required, and a provider that answers within a millisecond has a latency of 0.
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(RawJsonBytesConverter)])]
[JsonSerializable(typeof(BatchState))]
internal sealed partial class BatchStateJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace BatchGrains.Grains.Storage;

/// <summary>
/// Stores states as UTF-8 JSON. (Orleans' own one takes its options from the container, one set for every storage of a silo.)
/// </summary>
/// <param name="options">With the type information of every state, as <c>SomeJsonSerializerContext.Default.Options</c> has.</param>
internal sealed class JsonStateSerializer(JsonSerializerOptions options) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(input!, TypeInfo<T>()));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize(input.ToMemory().Span, TypeInfo<T>())!;

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}

using System.Text.Json;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace BatchGrains.Grains.Storage;

/// <summary>
/// Reads a record that is damaged, or that another version wrote in a shape no longer known, as a fresh state. The storage keeps
/// its ETag, so that the next write replaces it. Nothing is lost for good: the provider still knows the batch.
/// </summary>
internal sealed partial class DamageTolerantSerializer(
    IGrainStorageSerializer inner, IActivatorProvider activators, StorageHealth health, ILogger<DamageTolerantSerializer> logger)
    : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => inner.Serialize(input);

    public T Deserialize<T>(BinaryData input)
    {
        try
        {
            // A JSON null is no state either.
            if (inner.Deserialize<T>(input) is { } state)
            {
                return state;
            }

            LogDamaged(typeof(T).Name, input.ToMemory().Length, "null", null, null);
        }
        catch (Exception fault)
        {
            // Neither the exception nor its message: they quote the record.
            var json = fault as JsonException;
            LogDamaged(typeof(T).Name, input.ToMemory().Length, fault.GetType().Name, json?.LineNumber, json?.BytePositionInLine);
        }

        health.FoundDamage();
        return activators.GetActivator<T>().Create();
    }

    [LoggerMessage(7211, LogLevel.Error,
        "A stored {State} of {Length} bytes cannot be read ({Fault}, line {Line}, byte {Position}); it counts as empty, to be replaced")]
    private partial void LogDamaged(string state, int length, string fault, long? line, long? position);
}

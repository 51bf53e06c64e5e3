using System.Text.Json;
using System.Text.Json.Serialization;

namespace BatchGrains.Grains.Providers.Reading;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ReadingJson : JsonSerializerContext;

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BatchGrains.Api.Errors;

/// <summary>The JSON of an error answer.</summary>
internal static class ErrorBody
{
    // A body of application/json is never run as HTML: quotes and letters of all languages may show as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(ApiError error, string eventId)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("event_id", eventId);
            json.WriteBoolean("is_bifrost_error", error.Code.IsOurs);
            json.WriteNumber("status_code", error.Status);
            json.WriteStartObject("error");
            json.WriteString("type", error.Code.Family);
            json.WriteString("code", error.Code.Word);
            json.WriteString("message", error.Message);
            if (error.Param is not null)
            {
                json.WriteString("param", error.Param);
            }

            json.WriteEndObject();
            json.WriteStartObject("extra_fields");
            if (error.Provider is not null)
            {
                json.WriteString("provider", error.Provider);
            }

            json.WriteString("request_type", "batch_retrieve");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BatchGrains.Api.Batches;

/// <summary>
/// The end of the wire object, from the comma before <c>extra_fields</c> to the last brace. A snapshot's JSON was written once, when the
/// batch changed: a response is that JSON without its last brace, and this.
/// </summary>
internal sealed class ExtraFields
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Recent<Facts, byte[]> _tails = new(1024, facts => Write(facts, default));

    public ReadOnlyMemory<byte> For(BatchReading reading, BatchSnapshot snapshot, string provider, bool withRaw)
    {
        var facts = new Facts(
            snapshot.ETag, provider, snapshot.LatencyMilliseconds, reading.Origin is BatchReadingOrigin.Hit or BatchReadingOrigin.Stale);
        return withRaw && !snapshot.RawResponse.IsEmpty ? Write(facts, snapshot.RawResponse) : _tails.Get(facts);
    }

    private static byte[] Write(Facts facts, ReadOnlyMemory<byte> raw)
    {
        var buffer = new ArrayBufferWriter<byte>(384 + raw.Length);
        buffer.Write(",\"extra_fields\":"u8);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("request_type", "batch_retrieve");
            json.WriteString("provider", facts.Provider);
            json.WriteNumber("latency", facts.Latency);
            json.WriteNumber("chunk_index", 0);
            if (!raw.IsEmpty)
            {
                json.WritePropertyName("raw_response");
                WriteRaw(json, raw);
            }

            json.WriteStartObject("cache_debug");
            json.WriteBoolean("cache_hit", facts.CacheHit);
            json.WriteString("cache_id", facts.ETag);
            json.WriteString("hit_type", "direct");
            json.WriteString("requested_provider", facts.Provider);
            json.WriteString("provider_used", facts.Provider);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // What a provider sent is JSON, or is passed on as a text.
    private static void WriteRaw(Utf8JsonWriter json, ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var value = JsonDocument.Parse(raw);
            value.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(raw.Span);
        }
    }

    private readonly record struct Facts(string ETag, string Provider, long Latency, bool CacheHit)
    {
        public override int GetHashCode() => ETag.GetHashCode(StringComparison.Ordinal);
    }
}

using System.Buffers;
using System.Text;

namespace BatchGrains.Api.Batches;

/// <summary>One server-sent event: a batch as a GET gives it.</summary>
internal static class EventFrame
{
    public static void Write(IBufferWriter<byte> writer, BatchSnapshot snapshot, ReadOnlyMemory<byte> extraFields)
    {
        writer.Write("event: batch\nid: "u8);
        writer.Write(Encoding.UTF8.GetBytes(snapshot.ETag));
        writer.Write("\ndata: "u8);
        WriteLines(writer, snapshot.Json.Span[..^1]);
        WriteLines(writer, extraFields.Span);
        writer.Write("\n\n"u8);
    }

    // A provider's own JSON, such as its usage, may be spread over lines; each needs the field's name, and the reader joins them again.
    private static void WriteLines(IBufferWriter<byte> writer, ReadOnlySpan<byte> json)
    {
        var first = true;
        foreach (var line in json.SplitAny("\r\n"u8))
        {
            if (!first)
            {
                writer.Write("\ndata: "u8);
            }

            writer.Write(json[line]);
            first = false;
        }
    }
}

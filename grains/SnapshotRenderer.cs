using System.Globalization;
using System.IO.Hashing;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchGrains.Serialization;

namespace BatchGrains.Grains;

/// <summary>Writes a batch as the JSON that callers get, and names what it says by a hash.</summary>
internal static class SnapshotRenderer
{
    // Answers are application/json and never part of a page: quotes and non-ASCII letters can stand as they are.
    private static readonly BatchJson Json = new(new JsonSerializerOptions(BatchJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static ReadOnlyMemory<byte> Render(Batch batch) => JsonSerializer.SerializeToUtf8Bytes(batch, Json.Batch);

    /// <summary>A weak entity tag: equal texts give equal tags on every node.</summary>
    public static string ETag(ReadOnlySpan<byte> json) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{XxHash128.HashToUInt128(json):x32}\"");
}

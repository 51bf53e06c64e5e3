using System.Buffers;
using System.Text.Json;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>Reads a body within limits: much may come, little is kept.</summary>
internal static class UpstreamBody
{
    /// <summary>The most that is read of a body, in bytes.</summary>
    public const long MostRead = 64 << 20;

    /// <summary>The most that is kept of it after skipping: far more than any batch without its results.</summary>
    public const int MostKept = 4 << 20;

    /// <summary>The most that is kept of one member of it.</summary>
    public const int MostKeptOfMember = 1 << 20;

    /// <summary>The most that is kept of an error body.</summary>
    public const int MostKeptOfError = 64 << 10;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as bytes, without a byte order mark, or null when it is larger than <paramref name="mostKept"/> or <see cref="MostRead"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content, IReadOnlyList<string> skipped, int mostKept, CancellationToken cancellationToken)
    {
        var kept = new ArrayBufferWriter<byte>(2048);
        var skimmed = new ArrayBufferWriter<byte>(2048);
        var skim = new JsonSkim(skipped);
        var limit = new MemberLimit(MostKeptOfMember);
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            long read = 0;
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                read += count;
                skim.Feed(buffer.AsSpan(0, count), skimmed);
                limit.Feed(skimmed.WrittenSpan, kept);
                skimmed.ResetWrittenCount();
                if (read > MostRead || kept.WrittenCount > mostKept)
                {
                    return null;
                }
            }

            var body = kept.WrittenSpan;
            return (body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The JSON value that the bytes hold, or null when they hold none.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

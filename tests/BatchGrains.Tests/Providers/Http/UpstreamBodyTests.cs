using System.Text;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class UpstreamBodyTests
{
    private static byte[] Marked => [0xEF, 0xBB, 0xBF, .. """{"id":"b","results":[1]}"""u8];

    [Fact]
    public async Task A_byte_order_mark_is_not_part_of_what_is_kept() =>
        Assert.Equal("""{"id":"b","results":[1]}""", await ReadAsync(new MemoryStream(Marked)));

    [Fact]
    public async Task Neither_is_one_that_comes_in_pieces_or_before_members_that_are_skipped() =>
        Assert.Equal("""{"id":"b","results":null}""", await ReadAsync(new Trickle(Marked), "results"));

    [Fact]
    public async Task A_mark_alone_is_an_empty_body() => Assert.Equal("", await ReadAsync(new MemoryStream(Marked[..3])));

    private static async Task<string> ReadAsync(Stream body, params string[] skipped)
    {
        using var content = new StreamContent(body);
        var bytes = await UpstreamBody.ReadAsync(content, skipped, UpstreamBody.MostKept, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(bytes!.Value.Span);
    }

    /// <summary>A stream that gives one byte at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}

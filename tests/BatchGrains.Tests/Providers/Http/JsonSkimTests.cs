using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using BatchGrains.Grains.Providers.Http;
using FsCheck;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers.Http;

public sealed class JsonSkimTests
{
    [Theory]
    [InlineData("""{"id":"b","results":[1,{"a":"]}"},[[]]],"status":"completed"}""", """{"id":"b","results":null,"status":"completed"}""")]
    [InlineData("""{"results":"a \" quote, a } and a \\","id":1}""", """{"results":null,"id":1}""")]
    [InlineData("""{"results":null}""", """{"results":null}""")]
    [InlineData("""{"results": 12.5e3 , "id":true}""", """{"results":null,"id":true}""")]
    [InlineData("""{"results" : {"results":{}} }""", """{"results":null}""")]
    [InlineData("""{"res\u0075lts":[1],"r\u0065sult":[2]}""", """{"res\u0075lts":null,"r\u0065sult":[2]}""")]
    [InlineData("""{"a":{"results":[1]},"b":["results",{"results":2}]}""", """{"a":{"results":[1]},"b":["results",{"results":2}]}""")]
    [InlineData("""{"x":"results","y":{"z":"results"},"results":[]}""", """{"x":"results","y":{"z":"results"},"results":null}""")]
    [InlineData("""[{"results":[1]}]""", """[{"results":[1]}]""")]
    [InlineData("\"results\"", "\"results\"")]
    [InlineData("""{"response":{"inlined":{"deep":[1]},"other":1},"inlined":2}""", """{"response":{"inlined":null,"other":1},"inlined":2}""")]
    [InlineData("""{"response":[{"inlined":[1]}],"x":{"inlined":[1]}}""", """{"response":[{"inlined":[1]}],"x":{"inlined":[1]}}""")]
    [InlineData("""{"response":{"a":{"inlined":1},"inlined":3},"r":{"inlined":4}}""", """{"response":{"a":{"inlined":1},"inlined":null},"r":{"inlined":4}}""")]
    [InlineData("""{"\ud800":{"results":1},"results":[1]}""", """{"\ud800":{"results":1},"results":null}""")]
    [InlineData("{\"results\\r\\n\":[1],\"results\":\t[1]}", "{\"results\\r\\n\":[1],\"results\":null}")]
    public void The_named_members_are_null_and_the_rest_is_as_it_was(string json, string expected)
    {
        for (var chunk = 1; chunk <= json.Length; chunk++)
        {
            Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Skim(json, chunk).Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("""{"results":}""")]
    [InlineData("""{"results":,"id":1}""")]
    [InlineData("""{"results":[1,2""")]
    [InlineData("""{"results":"open""")]
    [InlineData("""{"results":1 2}""")]
    [InlineData("""{"results":[1]]}""")]
    [InlineData("""}}]{"results":[1""")]
    [InlineData("""{"results" [1]}""")]
    public void What_is_no_JSON_does_not_become_JSON(string text)
    {
        for (var chunk = 1; chunk <= text.Length; chunk++)
        {
            Assert.Null(UpstreamBody.Parse(Encoding.UTF8.GetBytes(Skim(text, chunk))));
        }
    }

    [Property(MaxTest = 300)]
    public void Any_document_in_any_pieces_keeps_all_but_the_named_members(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var json = RandomJson.Object(random, depth: 4);
        var kept = Skim(json, () => random.Next(1, 40));
        var expected = WithoutNamed(JsonNode.Parse(json)!);

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(kept)), $"{json}\n{kept}");
    }

    [Property(MaxTest = 300)]
    public void No_bytes_whatever_make_it_throw(byte[] bytes, byte chunk) =>
        Skim(Encoding.Latin1.GetString(bytes), Math.Max(1, (int)chunk));

    [Fact]
    public void Without_names_everything_is_kept() => Assert.Equal("""{"results":[1]}""", Skim("""{"results":[1]}""", () => 3, []));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Thirty_megabytes_of_results_cost_little_memory(bool isOneText)
    {
        using var warm = new StreamContent(new GeneratedResults(100_000, isOneText));
        Assert.NotNull(await UpstreamBody.ReadAsync(warm, ["results"], UpstreamBody.MostKept, TestContext.Current.CancellationToken));
        using var content = new StreamContent(new GeneratedResults(30_000_000, isOneText));
        var before = GC.GetAllocatedBytesForCurrentThread();

        // The stream answers at once, so all of it happens on this thread.
        var read = UpstreamBody.ReadAsync(content, ["results"], UpstreamBody.MostKept, TestContext.Current.CancellationToken);

        Assert.True(read.IsCompletedSuccessfully);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 4_000_000, $"{allocated:N0} bytes");
        Assert.Equal("""{"id":"b","results":null,"status":"completed"}""", Encoding.UTF8.GetString((await read)!.Value.Span));
    }

    [Fact]
    public void Skipping_is_not_slower_than_parsing()
    {
        using var stream = new GeneratedResults(8_000_000, isOneText: false);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        var body = whole.ToArray();

        // A ratio on one machine, since an absolute speed says more of the machine; three times, since this may be a debug build.
        var parsed = Fastest(() => UpstreamBody.Parse(body));
        var skimmed = Fastest(() => Skim(body, () => 16 << 10, ["results"]));

        Assert.True(skimmed < parsed * 3, $"{skimmed} to skim, {parsed} to parse");
    }

    private static TimeSpan Fastest(Action action) => Enumerable.Range(0, 5).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    });

    private static string Skim(string json, int chunk) => Skim(json, () => chunk);

    private static string Skim(string json, Func<int> chunk, string[]? skipped = null) =>
        Encoding.UTF8.GetString(Skim(Encoding.UTF8.GetBytes(json), chunk, skipped ?? ["results", "response.inlined"]));

    private static ReadOnlySpan<byte> Skim(ReadOnlySpan<byte> bytes, Func<int> chunk, string[] skipped)
    {
        var kept = new ArrayBufferWriter<byte>();
        var skim = new JsonSkim(skipped);
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(chunk(), bytes.Length);
            skim.Feed(bytes[..count], kept);
            bytes = bytes[count..];
        }

        return kept.WrittenSpan;
    }

    private static JsonNode WithoutNamed(JsonNode node)
    {
        if (node is JsonObject root)
        {
            if (root.ContainsKey("results"))
            {
                root["results"] = null;
            }

            if (root["response"] is JsonObject response && response.ContainsKey("inlined"))
            {
                response["inlined"] = null;
            }
        }

        return node;
    }
}

using System.Buffers;
using System.Text;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class MemberLimitTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { """{"a":1,"b":"two","c":{"d":[3]}}""", """{"a":1,"b":"two","c":{"d":[3]}}""" },
        { """{"a":[1,2,3,4,5,6,7,8,9,10],"b":2}""", """{"a":null,"b":2}""" },
        { """{"b":2 , "a" : "a text, with \"quotes\" and {braces}\\" }""", """{"b":2 , "a" :null}""" },
        { """{"a":{"deep":{"b":"0123456789abcdef","c":[","]}},"b":"\\"}""", """{"a":null,"b":"\\"}""" },
        { """{"a":12345678901234567890,"b":true}""", """{"a":null,"b":true}""" },
        { """["longer than any value may be",{"a":"also longer than it may be"}]""", """["longer than any value may be",{"a":"also longer than it may be"}]""" },
        { """{"a":"not ended""", """{"a":""" },
        { """{"a":[1,2,3,4,5,6,7,8,9,10""", """{"a":null""" },
        { "not JSON, but long enough to be too long", "not JSON, but long enough to be too long" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Members_that_are_too_large_become_null_wherever_the_bytes_are_cut(string text, string expected)
    {
        for (var chunk = 1; chunk <= text.Length + 1; chunk++)
        {
            var kept = new ArrayBufferWriter<byte>();
            var limit = new MemberLimit(largest: 16);
            foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(chunk))
            {
                limit.Feed(part, kept);
            }

            Assert.Equal(expected, Encoding.UTF8.GetString(kept.WrittenSpan));
        }
    }

    [Fact]
    public async Task A_batch_with_a_message_for_each_of_its_lines_still_has_a_state()
    {
        var errors = string.Join(',', Enumerable.Range(1, 50_000).Select(line => $$"""{"code":"invalid","message":"Only POST is supported.","line":{{line}}}"""));
        using var content = new StringContent($$"""{"status":"completed","errors":[{{errors}}],"id":"batch_1"}""");

        var read = await UpstreamBody.ReadAsync(content, [], UpstreamBody.MostKept, TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"completed","errors":null,"id":"batch_1"}""", Encoding.UTF8.GetString(read!.Value.Span));
    }
}

using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class TolerantJsonTests
{
    [Theory]
    [InlineData("""{"n":5}""", 5L)]
    [InlineData("""{"n":"5"}""", 5L)]
    [InlineData("""{"n":" 5 "}""", 5L)]
    [InlineData("""{"n":5.9}""", 5L)]
    [InlineData("""{"n":"5.9"}""", 5L)]
    [InlineData("""{"n":-3}""", -3L)]
    [InlineData("""{"n":1e3}""", 1000L)]
    [InlineData("""{"n":9223372036854775807}""", long.MaxValue)]
    [InlineData("""{"n":1e400}""", null)]
    [InlineData("""{"n":"NaN"}""", null)]
    [InlineData("""{"n":"1,000"}""", null)]
    [InlineData("""{"n":""}""", null)]
    [InlineData("""{"n":null}""", null)]
    [InlineData("""{"n":true}""", null)]
    [InlineData("""{"n":[5]}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[5]""", null)]
    public void A_whole_number_may_be_a_text(string json, long? expected) => Assert.Equal(expected, AdapterProbe.Json(json).Number("n"));

    [Theory]
    [InlineData("""{"n":0}""", 0L)]
    [InlineData("""{"n":-1}""", null)]
    [InlineData("""{"n":"12"}""", 12L)]
    public void A_count_is_never_negative(string json, long? expected) => Assert.Equal(expected, AdapterProbe.Json(json).Count("n"));

    [Theory]
    [InlineData("""{"n":0.42}""", 0.42)]
    [InlineData("""{"n":"0.42"}""", 0.42)]
    [InlineData("""{"n":1}""", 1.0)]
    [InlineData("""{"n":1e999}""", null)]
    [InlineData("""{"n":"x"}""", null)]
    [InlineData("""{"n":{}}""", null)]
    [InlineData("""{}""", null)]
    public void A_fraction_may_be_a_text(string json, double? expected) => Assert.Equal(expected, AdapterProbe.Json(json).Real("n"));

    [Theory]
    [InlineData("""{"t":"word"}""", "word")]
    [InlineData("""{"t":402}""", "402")]
    [InlineData("""{"t":true}""", "true")]
    [InlineData("""{"t":""}""", null)]
    [InlineData("""{"t":"  "}""", null)]
    [InlineData("""{"t":null}""", null)]
    [InlineData("""{"t":{"a":1}}""", null)]
    [InlineData("""{"t":["a"]}""", null)]
    [InlineData("""{"t":"\ud800"}""", null)]
    public void A_text_that_is_empty_or_none_is_absent(string json, string? expected) => Assert.Equal(expected, AdapterProbe.Json(json).Text("t"));

    [Theory]
    [InlineData("""{"\ud800abc":1,"id":"b"}""")]
    [InlineData("""{"id":"b","\udc00\udc00\udc00":1}""")]
    [InlineData("""{"i\u0064":"b","\ud800\ud800":1}""")]
    public void A_name_that_is_no_Unicode_hides_no_other_member(string json)
    {
        var answer = AdapterProbe.Json(json);

        Assert.Equal("b", answer.Text("id"));
        Assert.Null(answer.Member("status"));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_absent_and_no_error()
    {
        byte[] bytes = [.. """{"a":"x"""u8, 0xFF, .. "\",\"b\":{\"c\":\"y"u8, 0xFF, .. "\"},\"d\":1}"u8];
        var answer = BatchGrains.Grains.Providers.Http.UpstreamBody.Parse(bytes)!.Value;

        Assert.Null(answer.Text("a"));
        Assert.Null(answer.Member("b")?.AsJson());
        Assert.Equal(1, answer.Number("d"));
    }

    [Fact]
    public void Items_flags_and_parts_of_another_kind_are_absent()
    {
        var answer = AdapterProbe.Json("""{"list":{"a":1},"flag":"true","part":[1]}""");

        Assert.Empty(answer.Items("list"));
        Assert.Empty(answer.Items("nowhere"));
        Assert.Null(answer.Flag("flag"));
        Assert.Null(answer.Part("part"));
    }
}

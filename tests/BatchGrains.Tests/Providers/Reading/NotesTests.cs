using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class NotesTests
{
    [Fact]
    public void Metadata_is_text_to_text_in_ordinal_order() => Assert.Equal(
        [new("A", "1"), new("a", "x"), new("list", """["u","v"]"""), new("null", "null"), new("o", """{"k":1}"""), new("yes", "true")],
        Notes.Metadata(AdapterProbe.Json(
            """{"yes":true,"a":"x","o":{"k":1},"A":1,"list":["u","v"],"none":null,"empty":"","null":"null"}"""))!.ToArray());

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    [InlineData("""{"a":null,"b":""}""")]
    [InlineData("""{"\ud800":"x","b":"\ud800"}""")]
    public void Metadata_with_nothing_in_it_is_absent(string json) => Assert.Null(Notes.Metadata(AdapterProbe.Json(json)));

    [Fact]
    public void Usage_is_passed_on_without_white_space() => Assert.Equal(
        """{"total_tokens":12,"details":{"cached":0}}""", Notes.Usage(AdapterProbe.Json("""{ "total_tokens": 12, "details": { "cached": 0 } }""")));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void Usage_that_says_nothing_is_absent(string json) => Assert.Null(Notes.Usage(AdapterProbe.Json(json)));
}

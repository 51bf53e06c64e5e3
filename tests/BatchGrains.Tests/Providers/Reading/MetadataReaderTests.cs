using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class MetadataReaderTests
{
    [Fact]
    public void Metadata_is_text_to_text_in_ordinal_order() => Assert.Equal(
        [new("A", "1"), new("a", "x"), new("list", """["u","v"]"""), new("null", "null"), new("o", """{"k":1}"""), new("yes", "true")],
        MetadataReader.Read(AdapterProbe.Json(
            """{"yes":true,"a":"x","o":{"k":1},"A":1,"list":["u","v"],"none":null,"empty":"","null":"null"}"""))!.ToArray());

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    [InlineData("""{"a":null,"b":""}""")]
    [InlineData("""{"\ud800":"x","b":"\ud800"}""")]
    public void Metadata_with_nothing_in_it_is_absent(string json) => Assert.Null(MetadataReader.Read(AdapterProbe.Json(json)));
}

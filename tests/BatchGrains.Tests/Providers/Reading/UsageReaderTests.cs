using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class UsageReaderTests
{
    [Fact]
    public void Usage_is_passed_on_without_white_space() => Assert.Equal(
        """{"total_tokens":12,"details":{"cached":0}}""", UsageReader.Read(AdapterProbe.Json("""{ "total_tokens": 12, "details": { "cached": 0 } }""")));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void Usage_that_says_nothing_is_absent(string json) => Assert.Null(UsageReader.Read(AdapterProbe.Json(json)));
}

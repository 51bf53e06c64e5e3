using System.Text.Json;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class ErrorListTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"code":"bad_line","message":"no JSON","param":"body","line":7}]}""")]
    [InlineData("""[{"code":"bad_line","message":"no JSON","param":"body","line":"7"}]""")]
    [InlineData("""{"code":"bad_line","message":"no JSON","param":"body","line":7}""")]
    public void A_whole_error_is_read_in_each_shape(string json) => Assert.Equal(
        [new BatchError { Code = "bad_line", Message = "no JSON", Param = "body", Line = 7 }], ErrorList.Read(AdapterProbe.Json(json))!.Data);

    [Theory]
    [InlineData("\"no JSON\"")]
    [InlineData("""["no JSON"]""")]
    [InlineData("""{"message":"no JSON"}""")]
    [InlineData("""{"data":["no JSON",null,{},""]}""")]
    [InlineData("""{"data":[{"message":"no JSON","code":null,"line":"seven"}]}""")]
    public void A_text_alone_is_a_message(string json) =>
        Assert.Equal([new BatchError { Message = "no JSON" }], ErrorList.Read(AdapterProbe.Json(json))!.Data);

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"object":"list","data":[{}]}""")]
    public void Where_nothing_is_said_there_are_no_errors(string json) => Assert.Null(ErrorList.Read(AdapterProbe.Json(json)));

    [Fact]
    public void Errors_are_capped_and_keep_their_order()
    {
        var errors = ErrorList.Read(JsonSerializer.SerializeToElement(Enumerable.Range(0, 5000).Select(number => $"e{number}")))!;

        Assert.Equal(100, errors.Data.Length);
        Assert.Equal("e99", errors.Data[^1].Message);
    }

    [Fact]
    public void A_code_alone_is_an_error_too()
    {
        Assert.Equal([new BatchError { Code = "402" }], ErrorList.Single(null, "402")!.Data);
        Assert.Null(ErrorList.Single(null));
        Assert.Null(ErrorList.Read(null));
    }
}

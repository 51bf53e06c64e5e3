using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class UpstreamErrorTests
{
    [Theory]
    [InlineData("""{"error":{"message":"No batch","type":"t","code":"c","param":"batch_id"}}""", "No batch", "t", "c", "batch_id")]
    [InlineData("""{"error":{"code":404,"message":"Batch not found."}}""", "Batch not found.", null, "404", null)]
    [InlineData("""{"error":"No auth"}""", "No auth", null, null, null)]
    [InlineData("""{"code":"Client specified","error":"No auth"}""", "No auth", null, "Client specified", null)]
    [InlineData("""{"detail":"Not here"}""", "Not here", null, null, null)]
    [InlineData("""{"detail":{"type":"t","code":"c","message":"m","status":"s","param":"p"}}""", "m", "t", "c", "p")]
    [InlineData("""{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}""", "Invalid API key", null, "invalid_api_key", null)]
    [InlineData("""{"detail":[{"loc":["path","batch_id"],"msg":"not valid","type":"value_error"}]}""", "path.batch_id: not valid", null, null, null)]
    [InlineData("""{"detail":[{"loc":["body",0],"msg":"bad"},{"msg":"other"}]}""", "body.0: bad", null, null, null)]
    [InlineData("""{"detail":["only words"]}""", "only words", null, null, null)]
    [InlineData("""{"code":5,"message":"not found","details":[]}""", "not found", null, "5", null)]
    [InlineData("""{"object":"error","message":"gone","type":"NotFoundError","param":null,"code":404}""", "gone", "NotFoundError", "404", null)]
    [InlineData("""{"title":"Unauthenticated","detail":"No token","status":401}""", "No token", null, "401", null)]
    [InlineData("""{"title":"Unauthenticated"}""", "Unauthenticated", null, null, null)]
    [InlineData("""{"error_description":"The token expired"}""", "The token expired", null, null, null)]
    [InlineData("""{"error":"invalid_token","error_description":"The token expired"}""", "The token expired", null, null, null)]
    [InlineData("""{"__type":"ValidationException","message":"bad arn"}""", "bad arn", "ValidationException", null, null)]
    [InlineData("""{"__type":"com.amazon.bedrock#ThrottlingException","message":"slow"}""", "slow", "ThrottlingException", null, null)]
    [InlineData("""{"__type":"com.amazon.bedrock#ThrottlingException:http://internal.amazon.com/","message":"slow"}""", "slow", "ThrottlingException", null, null)]
    [InlineData("""{"Message":"AWS speaks"}""", "AWS speaks", null, null, null)]
    [InlineData("""[{"error":{"code":403,"message":"denied","status":"PERMISSION_DENIED"}}]""", "denied", null, "403", null)]
    [InlineData("""{"errors":[{"message":"one of several"}]}""", "one of several", null, null, null)]
    [InlineData("\"only a text\"", "only a text", null, null, null)]
    [InlineData("{}", null, null, null, null)]
    [InlineData("""{"error":{},"detail":[],"message":null}""", null, null, null, null)]
    [InlineData("""{"error":{"message":{"text":"deep"}},"message":"at the top"}""", "at the top", null, null, null)]
    public void Every_shape_of_error_body_is_read(string body, string? message, string? type, string? code, string? param)
    {
        var error = new UpstreamError { Status = 400 }.Reading(AdapterProbe.Json(body));

        Assert.True(error.IsJson);
        Assert.Equal((message, type, code, param), (error.Message, error.Type, error.Code, error.Param));
    }

    [Fact]
    public void A_request_id_in_the_body_is_kept_unless_a_header_gave_one()
    {
        var body = AdapterProbe.Json("""{"detail":{"message":"m","request_id":"req_body"}}""");

        Assert.Equal("req_body", new UpstreamError { Status = 500 }.Reading(body).RequestId);
        Assert.Equal("req_header", new UpstreamError { Status = 500, RequestId = "req_header" }.Reading(body).RequestId);
    }

    [Fact]
    public void A_request_id_may_stand_beside_the_error() => Assert.Equal(
        "req_011", new UpstreamError { Status = 500 }.Reading(AdapterProbe.Json(
            """{"type":"error","error":{"type":"api_error","message":"Internal"},"request_id":"req_011"}""")).RequestId);

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Not found</body></html>", null)]
    [InlineData("Oops <b>bold</b>", null)]
    [InlineData("404 page not found\n", "404 page not found")]
    [InlineData("wait < 5 s", "wait < 5 s")]
    [InlineData("two\r\n\t lines\u0007", "two lines")]
    [InlineData("   ", null)]
    [InlineData(null, null)]
    public void A_text_becomes_one_line_and_markup_none(string? text, string? expected) => Assert.Equal(expected, UpstreamError.OneLine(text));

    [Theory]
    [InlineData("Traceback (most recent call last): File \"app.py\", line 3, in get")]
    [InlineData("KeyError in File \"/srv/app.py\", line 31, in get_batch")]
    [InlineData("boom\n   at Acme.Batches.Get(String id) in /src/Batches.cs:line 12")]
    [InlineData("TypeError: x is undefined\n    at handler(/srv/index.js:3:1)")]
    public void A_stack_trace_is_not_passed_on(string text) => Assert.Null(UpstreamError.OneLine(text));

    [Theory]
    [InlineData("Internal Server Error\n\nTraceback (most recent call last):\n  File \"app.py\", line 3", "Internal Server Error")]
    [InlineData("\r\n  upstream failed \r\nx-secret: 1\r\n", "upstream failed")]
    [InlineData("Traceback (most recent call last):\n  File \"app.py\", line 3", null)]
    [InlineData("Oops\n<html></html>", null)]
    [InlineData("  \n ", null)]
    public void Of_a_body_that_is_not_JSON_the_first_line_is_kept(string text, string? expected) => Assert.Equal(expected, UpstreamError.FirstLine(text));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 300) + "…", UpstreamError.OneLine(new string('x', 5000)));
        Assert.Equal(new string('x', 299) + "…", UpstreamError.OneLine(new string('x', 299) + "😀 and more"));
    }
}

using System.Net;
using System.Text;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>What is read of an answer's headers when it is not a success.</summary>
public sealed class UpstreamHeadersTests : HttpMessageHandler, IHttpClientFactory
{
    private HttpResponseMessage _response = new();

    [Theory]
    [InlineData("x-request-id")]
    [InlineData("request-id")]
    [InlineData("x-amzn-RequestId")]
    [InlineData("apim-request-id")]
    [InlineData("x-ms-request-id")]
    public async Task The_request_id_stands_in_the_message(string header)
    {
        var fault = await FaultAsync(500, "{}", (header, "req_1"));

        Assert.Contains("request id req_1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_id_that_is_blank_or_too_long_gives_way_to_the_next()
    {
        var fault = await FaultAsync(500, "{}", ("x-request-id", " "), ("request-id", new string('a', 500)), ("x-ms-request-id", "req_1"));

        Assert.Contains("request id req_1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>no</html>")]
    [InlineData("{}")]
    public async Task Words_that_stand_only_in_a_header_are_the_message(string body)
    {
        var fault = await FaultAsync(403, body, ("X-Error-Code", "GatedRepo"), ("X-Error-Message", "Access to it is restricted"));

        Assert.Equal(BatchFaultCode.ProviderAuthFailed, fault.Code);
        Assert.Contains(": Access to it is restricted.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_body_says_stands_over_a_header()
    {
        var fault = await FaultAsync(403, """{"error":"Not yours"}""", ("X-Error-Message", "Access to it is restricted"));

        Assert.Contains(": Not yours.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Error-Code", "EntryNotFound", BatchFaultCode.BatchNotFound)]
    [InlineData("X-Other", "EntryNotFound", BatchFaultCode.ProviderError)]
    public async Task A_404_without_a_body_is_about_the_batch_when_a_header_names_its_code(string header, string value, BatchFaultCode expected) =>
        Assert.Equal(expected, (await FaultAsync(404, "", (header, value))).Code);

    [Theory]
    [InlineData("ThrottlingException")]
    [InlineData("ThrottlingException:http://internal.amazon.com/coral/")]
    [InlineData("com.amazon.bedrock#ThrottlingException")]
    public async Task AWS_names_the_kind_of_an_error_with_and_without_what_surrounds_it(string type)
    {
        var error = await ErrorAsync(400, "{}", ("x-amzn-ErrorType", type));

        Assert.Equal("ThrottlingException", error.Type);
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(_response);

    private async Task<BatchFault> FaultAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        Answer(status, body, headers);
        var provider = new HuggingFaceProvider(new ProviderHttp(this, TimeProvider.System));
        var answer = await provider.RetrieveAsync(
            AdapterProbe.Account("huggingface"), "acme/0123456789abcdef01234567", TestContext.Current.CancellationToken);
        return answer.Fault!;
    }

    private async Task<UpstreamError> ErrorAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        Answer(status, body, headers);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://provider.test/");
        var http = new ProviderHttp(this, TimeProvider.System);
        return (await http.SendAsync(AdapterProbe.Account("acme"), request, [], TestContext.Current.CancellationToken)).Error!;
    }

    private void Answer(int status, string body, (string Name, string Value)[] headers)
    {
        _response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var (name, value) in headers)
        {
            Assert.True(_response.Headers.TryAddWithoutValidation(name, value));
        }
    }
}

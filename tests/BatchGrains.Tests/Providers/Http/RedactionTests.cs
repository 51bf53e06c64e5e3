using System.Net;
using System.Text;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Http;

public sealed class RedactionTests : HttpMessageHandler, IHttpClientFactory
{
    private const string Secret = "my+secret/key+123456";

    private readonly HttpResponseMessage _response = new();

    [Theory]
    [InlineData(401, """{"error":{"message":"Wrong key my+secret/key+123456"}}""")]
    [InlineData(401, """{"error":{"message":"Wrong key my\u002Bsecret\u002Fkey\u002B123456"}}""")]
    [InlineData(401, """{"error":{"message":"Wrong key my+secret\/key+123456"}}""")]
    [InlineData(401, """{"detail":[{"loc":["header","my\u002bsecret/key+123456"],"msg":"no such key"}]}""")]
    [InlineData(500, """{"errors":["my+\u0073ecret/key+123456 is no key"]}""")]
    [InlineData(429, "my+secret/key+123456 asks too often")]
    public async Task A_key_is_taken_out_of_an_error_however_it_is_written(int status, string body)
    {
        var fault = await FaultAsync(status, body);

        Assert.DoesNotContain("123456", fault.Message, StringComparison.Ordinal);
        Assert.Contains("***", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_taken_out_of_the_type_the_code_and_the_parameter()
    {
        var error = await ErrorAsync(
            Request("Authorization", $"Bearer {Secret}"), """{"error":{"type":"my\u002Bsecret/key+123456","code":"my+secret\/key+123456","param":"my+secret/key+123456"}}""");

        Assert.Equal(("***", "***", "***"), (error.Type, error.Code, error.Param));
    }

    [Theory]
    [InlineData("Authorization", "Bearer ya29.token-of-an-hour", "ya29.token-of-an-hour")]
    [InlineData("x-api-key", "key-0123456789", "key-0123456789")]
    [InlineData("api-key", "key-0123456789", "key-0123456789")]
    [InlineData("x-goog-api-key", "key-0123456789", "key-0123456789")]
    [InlineData("xi-api-key", "key-0123456789", "key-0123456789")]
    [InlineData("X-Amz-Security-Token", "session/0123456789==", "session/0123456789==")]
    public async Task A_credential_that_only_the_request_holds_is_taken_out(string header, string value, string secret)
    {
        var error = await ErrorAsync(Request(header, value), $$"""{"message":"The token '{{secret}}' is not valid here."}""");

        Assert.Equal("The token '***' is not valid here.", error.Message);
    }

    [Fact]
    public async Task What_is_no_secret_stays()
    {
        using var request = Request("Authorization", "Bearer short");
        request.Headers.Add("anthropic-version", "2023-06-01");

        var error = await ErrorAsync(request, """{"error":{"message":"2023-06-01 is no version, in short","details":[{"n":1.50}]}}""");

        Assert.Equal("2023-06-01 is no version, in short", error.Message);
        Assert.Equal("1.50", error.Body.Member("error")!.Value.Items("details").First().Text("n"));
    }

    [Fact]
    public async Task A_key_is_taken_out_of_headers()
    {
        _response.Headers.Add("x-request-id", $"req {Secret}");
        _response.Headers.Add("x-amzn-ErrorType", Secret);

        var error = await ErrorAsync(Request("x-api-key", Secret), "{}");

        Assert.Equal(("req ***", "***"), (error.RequestId, error.Type));
    }

    [Fact]
    public async Task A_key_is_taken_out_of_a_batch_that_an_error_tells_of()
    {
        Answer(402, """{"id":"batch_1","status":"completed","error":{"code":402,"message":"No credits for my\u002Bsecret/key+123456"}}""");
        var provider = new OpenRouterProvider(new ProviderHttp(this, TimeProvider.System));

        var answer = await provider.RetrieveAsync(
            AdapterProbe.Account("openrouter", null, new AccountOptions { ApiKey = Secret }), "batch_1", TestContext.Current.CancellationToken);

        Assert.Equal("No credits for ***", answer.Batch!.Errors!.Data[0].Message);
    }

    [Theory]
    [InlineData("""{"message":"m","x":"\ud800"}""")]
    [InlineData("""{"message":"m","\ud800":"x"}""")]
    [InlineData("""{"message":"first","message":"m"}""")]
    [InlineData("""[{"message":"m"},null,true,-1e400]""")]
    public async Task What_no_text_can_be_made_from_does_no_harm(string body) =>
        Assert.Equal("m", (await ErrorAsync(Request("x-api-key", Secret), body)).Message);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(_response);

    private static HttpRequestMessage Request(string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "https://provider.test/");
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        return request;
    }

    private void Answer(int status, string body)
    {
        _response.StatusCode = (HttpStatusCode)status;
        _response.Content = new StringContent(body, Encoding.UTF8);
    }

    private async Task<BatchFault> FaultAsync(int status, string body)
    {
        Answer(status, body);
        var provider = new OpenAIShapedProvider(new ProviderHttp(this, TimeProvider.System), OpenAIShapedRows.All.Single(row => row.Name is "vllm"));
        var answer = await provider.RetrieveAsync(
            AdapterProbe.Account("vllm", "http://vllm.test", new AccountOptions { ApiKey = Secret }), "b", TestContext.Current.CancellationToken);
        return answer.Fault!;
    }

    private async Task<UpstreamError> ErrorAsync(HttpRequestMessage request, string body)
    {
        Answer(400, body);
        using (request)
        {
            var http = new ProviderHttp(this, TimeProvider.System);
            var response = await http.SendAsync(
                AdapterProbe.Account("acme", null, new AccountOptions()), request, [], TestContext.Current.CancellationToken);
            return response.Error!;
        }
    }
}

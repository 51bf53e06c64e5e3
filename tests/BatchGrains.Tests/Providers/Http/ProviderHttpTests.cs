using System.IO.Compression;
using System.Net;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Http;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Providers.Http;

public sealed class ProviderHttpTests : HttpMessageHandler, IHttpClientFactory
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private HttpResponseMessage _response = new();

    [Fact]
    public async Task A_body_that_is_not_gzip_is_a_bad_response() =>
        Assert.Equal(BatchFaultCode.ProviderBadResponse, (await AskAsync(new GZipStream(Junk(), CompressionMode.Decompress))).Fault!.Code);

    [Fact]
    public async Task A_body_that_is_not_brotli_is_a_bad_response() =>
        Assert.Equal(BatchFaultCode.ProviderBadResponse, (await AskAsync(new BrotliStream(Junk(), CompressionMode.Decompress))).Fault!.Code);

    [Fact]
    public async Task A_byte_order_mark_does_no_harm() =>
        Assert.Equal(BatchStatus.InProgress, (await AskAsync(new MemoryStream([0xEF, 0xBB, 0xBF, .. """{"id":"b","status":"in_progress"}"""u8]))).Batch!.Status);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"completed\"")]
    [InlineData("<html></html>")]
    [InlineData("")]
    [InlineData("""{"id":"b",""")]
    [InlineData("""{"hello":"world"}""")]
    public async Task A_success_that_tells_of_no_batch_is_a_bad_response(string body) =>
        Assert.Equal(BatchFaultCode.ProviderBadResponse, (await AskAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)))).Fault!.Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("<html></html>")]
    [InlineData("""{"hello":"world"}""")]
    public async Task A_bad_response_is_told_with_the_request_id(string body)
    {
        _response.Headers.Add("x-request-id", "req_1");

        var answer = await AskAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)));

        Assert.Contains("(request id req_1)", answer.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_headers_say_is_told_with_the_request_id()
    {
        _response.Headers.Add("x-request-id", "req_1");

        var broken = await AskAsync(new GZipStream(Junk(), CompressionMode.Decompress));

        Assert.Contains("(request id req_1)", broken.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limits_reset_is_a_wait_after_a_429_and_nothing_after_a_success()
    {
        _response.Headers.TryAddWithoutValidation("RateLimit", "\"api\";r=0;t=55");
        var success = await AskAsync(new MemoryStream("""{"id":"b","status":"in_progress"}"""u8.ToArray()));
        _response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        _response.Headers.TryAddWithoutValidation("RateLimit", "\"api\";r=0;t=55");
        var refused = await AskAsync(new MemoryStream("{}"u8.ToArray()));

        Assert.Null(success.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(55), refused.RetryAfter);
        Assert.Equal(BatchFaultCode.ProviderRateLimited, refused.Fault!.Code);
    }

    [Fact]
    public async Task Results_of_thirty_megabytes_still_give_the_status()
    {
        var answer = await AskAsync(new GeneratedResults(30_000_000, isOneText: false));

        Assert.Equal(BatchStatus.Completed, answer.Batch!.Status);
        Assert.True(answer.Raw.Length < 100);
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(_response);

    private async Task<ProviderAnswer> AskAsync(Stream body)
    {
        _response.Content = new StreamContent(body);
        var provider = new OpenRouterProvider(new ProviderHttp(this, new FakeTimeProvider(Now)));
        return await provider.RetrieveAsync(AdapterProbe.Account("openrouter"), "batch_1", TestContext.Current.CancellationToken);
    }

    private static MemoryStream Junk() => new([.. Enumerable.Repeat((byte)0xA7, 200)]);
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BatchGrains.Tests.Api;

/// <summary>The id and the provider, from the target as it stands in the request line.</summary>
public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/v1/batches/batch_1?provider=openai", "batch_1")]
    [InlineData("/v1/batches/a/b?provider=openai", "a/b")]
    [InlineData("/v1/batches/a%2Fb?provider=openai", "a/b")]
    [InlineData("/v1/batches/a%2fb?provider=openai", "a/b")]
    [InlineData("/v1/batches/a%252Fb?provider=openai", "a%2Fb")]
    [InlineData("/v1/batches/a%25zz?provider=openai", "a%zz")]
    [InlineData("/v1/batches/a+b?provider=openai", "a+b")]
    [InlineData("/v1/batches/a%2Bb?provider=openai", "a+b")]
    [InlineData("/v1/batches/a%3Fb?provider=openai", "a?b")]
    [InlineData("/v1/batches/%41?provider=openai", "A")]
    [InlineData("/v1/batches/arn:aws:bedrock:us-east-1:1:model-invocation-job/x?provider=openai", "arn:aws:bedrock:us-east-1:1:model-invocation-job/x")]
    [InlineData("/v1/batches/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Amodel-invocation-job%2Fx?provider=openai", "arn:aws:bedrock:us-east-1:1:model-invocation-job/x")]
    [InlineData("/v1/batches/.?provider=openai", ".")]
    [InlineData("/v1/batches/..?provider=openai", "..")]
    [InlineData("/v1/batches/%2E%2E?provider=openai", "..")]
    [InlineData("/v1/batches/../../health/live?provider=openai", "../../health/live")]
    [InlineData("/v1/batches/a/../b?provider=openai", "a/../b")]
    [InlineData("/v1/batches/a//b/?provider=openai", "a//b/")]
    [InlineData("/v1/batches/a;b=c?provider=openai", "a;b=c")]
    [InlineData("/V1/Batches/Mixed?provider=openai", "Mixed")]
    [InlineData("/v1/%62atches/x?provider=openai", "x")]
    public async Task The_id_is_decoded_exactly_once(string target, string id)
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync(target);

        Assert.Equal("batch_not_found", await response.ErrorCodeAsync());
        Assert.Equal(("default", "openai", id), Assert.Single(api.Reader.Admissions));
        Assert.Equal(id, Assert.Single(api.Reader.Reads).Key.BatchId);
    }

    [Theory]
    [InlineData("/v1/batches/%zz?provider=openai", 400, "invalid_request")]
    [InlineData("/v1/batches/a%2?provider=openai", 400, "invalid_request")]
    [InlineData("/v1/batches/a%?provider=openai", 400, "invalid_request")]
    [InlineData("/v1/batches/%FF?provider=openai", 400, "invalid_request")]
    [InlineData("/v1/batches/%C3%A9?provider=openai", 400, "invalid_batch_id")]
    [InlineData("/v1/batches/%20?provider=openai", 400, "invalid_batch_id")]
    [InlineData("/v1/batches/a%0D%0Ab?provider=openai", 400, "invalid_batch_id")]
    [InlineData("/v1/batches/?provider=openai", 400, "invalid_batch_id")]
    [InlineData("/v1/batches?provider=openai", 404, "not_found")]
    [InlineData("/v1/x/../batches/b1?provider=openai", 404, "not_found")]
    [InlineData("/v1/batchesx/b1?provider=openai", 404, "not_found")]
    [InlineData("/v1/batches/b1", 400, "provider_required")]
    [InlineData("/v1/batches/b1?provider=", 400, "provider_required")]
    [InlineData("/v1/batches/b1?provider=%20", 400, "provider_required")]
    [InlineData("/v1/batches/b1?model=openai", 400, "provider_required")]
    [InlineData("/v1/batches/b1?provider=openai&provider=mistral", 400, "invalid_request")]
    [InlineData("/v1/batches/b1?provider=%zz", 400, "unknown_provider")]
    [InlineData("/v1/batches/b1?provider=nobody", 400, "unknown_provider")]
    [InlineData("/v1/batches/b1?provider=openai,openai", 400, "unknown_provider")]
    public async Task What_can_not_be_asked_for_is_refused(string target, int status, string code)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.SendAsync(target);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, await response.ErrorCodeAsync());
        Assert.Empty(api.Reader.Reads);
    }

    [Theory]
    [InlineData("provider=OpenAI")]
    [InlineData("Provider=openai")]
    [InlineData("provider=+openai%20")]
    [InlineData("provider=openai&provider=OPENAI")]
    [InlineData("x=1&&provider=op%65nai&y")]
    public async Task The_provider_is_trimmed_and_its_case_does_not_matter(string query)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.SendAsync("/v1/batches/b1?" + query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("openai", Assert.Single(api.Reader.Reads).Key.Provider);
    }

    [Fact]
    public async Task An_id_of_600_characters_gets_an_error_with_a_body()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync($"/v1/batches/{new string('a', 600)}?provider=openai");

        Assert.Equal("invalid_batch_id", await response.ErrorCodeAsync());
    }

    [Theory]
    [InlineData("GET http://example.com/v1/batches/a%2Fb?provider=openai HTTP/1.1", "HTTP/1.1 404", "a/b")]
    [InlineData("GET http://other.example:81/v1/batches/ab?provider=openai HTTP/1.1", "HTTP/1.1 404", "ab")]
    [InlineData("GET HTTP://example.com/v1/batches/ab?provider=openai HTTP/1.1", "HTTP/1.1 400", null)]
    [InlineData("GET /v1/batches/a\\b?provider=openai HTTP/1.1", "HTTP/1.1 404", "a\\b")]
    [InlineData("GET /v1/batches/<b>?provider=openai HTTP/1.1", "HTTP/1.1 404", "<b>")]
    [InlineData("GET /v1/batches/%00?provider=openai HTTP/1.1", "HTTP/1.1 400", null)]
    [InlineData("GET /v1/batches/é?provider=openai HTTP/1.1", "HTTP/1.1 400", null)]
    [InlineData("GET /v1/batches/a b?provider=openai HTTP/1.1", "HTTP/1.1 400", null)]
    public async Task Request_lines_that_no_client_library_sends_are_answered(string line, string status, string? id)
    {
        await using var api = await ApiHost.StartAsync(("Auth:Mode", "None"));

        var answer = await AskAsync(api, line, "example.com");

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        Assert.Equal(id, api.Reader.Admissions.SingleOrDefault().BatchId);
    }

    [Theory]
    [InlineData("localhost", "rebound.example", "HTTP/1.1 200")]
    [InlineData("rebound.example", "localhost", "HTTP/1.1 401")]
    public async Task The_host_of_an_absolute_target_counts_and_not_the_header_beside_it(string target, string host, string status)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = await AskAsync(api, $"GET http://{target}/v1/batches/b1?provider=openai HTTP/1.1", host);

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(ApiHost api, string requestLine, string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var request = Encoding.UTF8.GetBytes($"{requestLine}\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}

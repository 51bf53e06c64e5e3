using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace BatchGrains.Tests.Api;

/// <summary>Health, metrics and the API's document: what they say, and to whom.</summary>
public sealed class OperatorPageTests
{
    private static readonly (string, string) Key = ("Tenants:acme:ApiKeySha256:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("acme-key"))));

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    public async Task Pages_for_operators_are_open_on_the_same_machine_and_need_a_key_from_elsewhere(string page)
    {
        await using var api = await ApiHost.StartAsync(Key);

        using var near = await api.SendAsync(page);
        using var far = await api.SendAsync(page, null, ("X-Forwarded-For", "203.0.113.7"));
        using var farWithKey = await api.SendAsync(page, null, ("X-Forwarded-For", "203.0.113.7"), ("Authorization", "Bearer acme-key"));

        Assert.Equal(HttpStatusCode.OK, near.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, far.StatusCode);
        Assert.Equal("unauthorized", await far.ErrorCodeAsync());
        Assert.Equal(HttpStatusCode.OK, farWithKey.StatusCode);
    }

    [Theory]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Head_is_answered_as_get_without_its_body(string page)
    {
        await using var api = await ApiHost.StartAsync();

        using var get = await api.SendAsync(page);
        using var head = await api.SendAsync(page, HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_open_to_all(string page)
    {
        await using var api = await ApiHost.StartAsync(Key);

        using var response = await api.SendAsync(page, null, ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("healthy", (await response.JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Metrics_count_the_requests()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using (var answer = await api.GetBatchAsync())
        {
            await answer.JsonAsync();
        }

        // A request is counted some time after its answer has arrived, and the page itself is kept for a moment.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(await MetricsAsync(api)).Contains("http_server_request_duration_seconds", StringComparison.Ordinal))
        {
            await turn.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task The_page_of_the_document_loads_nothing_from_elsewhere()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync("/docs/");

        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("BatchGrains", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_of_the_document_offers_nothing_but_the_document()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync("/docs/");

        var html = string.Concat((await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains("\"showDeveloperTools\":\"never\"", html, StringComparison.Ordinal);
        Assert.Contains("\"hideClientButton\":true", html, StringComparison.Ordinal);
    }

    private static async Task<string> MetricsAsync(ApiHost api)
    {
        using var metrics = await api.SendAsync("/metrics");
        return await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

using System.Net;

namespace BatchGrains.Tests.Api;

public sealed class ConditionalRequestTests
{
    [Theory]
    [InlineData("W/\"v1\"", 304)]
    [InlineData("\"v1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("W/\"other\", W/\"v1\"", 304)]
    [InlineData("W/\"other\"", 200)]
    [InlineData("W/\"V1\"", 200)]
    [InlineData("v1", 200)]
    [InlineData("\"v1", 200)]
    [InlineData("", 200)]
    [InlineData(",,,", 200)]
    public async Task If_None_Match_is_compared_weakly_and_ignored_when_malformed(string tag, int status)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("If-None-Match", tag));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Wed, 04 Mar 2026 04:56:07 GMT", 304)]
    [InlineData("Wed, 04 Mar 2026 05:00:00 GMT", 304)]
    [InlineData("Wed, 04 Mar 2026 04:56:06 GMT", 200)]
    [InlineData("yesterday", 200)]
    public async Task If_Modified_Since_counts_the_last_change(string date, int status)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("If-Modified-Since", date));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task If_None_Match_makes_If_Modified_Since_mean_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("If-None-Match", "W/\"other\""), ("If-Modified-Since", "Wed, 04 Mar 2026 05:00:00 GMT"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_304_has_the_headers_of_the_200_and_no_body()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var full = await api.GetBatchAsync();
        using var empty = await api.GetBatchAsync(("If-None-Match", Readings.ETag));

        Assert.Equal(HttpStatusCode.NotModified, empty.StatusCode);
        foreach (var name in new[] { "ETag", "Age", "Cache-Control", "Last-Modified", "Vary", "Cache-Status", "Retry-After" })
        {
            Assert.NotNull(full.Header(name));
            Assert.Equal(full.Header(name), empty.Header(name));
        }

        Assert.Empty(await empty.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_error_is_never_a_304()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.GetBatchAsync(("If-None-Match", "*"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}

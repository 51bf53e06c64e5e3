using System.Net;

namespace BatchGrains.Tests.Api;

public sealed class RequestCacheControlTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("no-cache", 0.0, false)]
    [InlineData("max-age=0", 0.0, false)]
    [InlineData("max-age=30", 30.0, false)]
    [InlineData("MAX-AGE=30, no-transform", 30.0, false)]
    [InlineData("no-cache, max-age=30", 0.0, false)]
    [InlineData("only-if-cached", null, true)]
    [InlineData("only-if-cached, no-cache", null, true)]
    [InlineData("no-store", null, false)]
    [InlineData("max-age=abc", null, false)]
    [InlineData("max-age=-5", null, false)]
    [InlineData("max-age=2147483647", 2147483647.0, false)]
    [InlineData("max-age=2147483648", 2147483648.0, false)]
    [InlineData("max-age=2147483649", 2147483648.0, false)]
    [InlineData("max-age=99999999999999999999", 2147483648.0, false)]
    [InlineData("max-age=\"5\"", 5.0, false)]
    [InlineData("max-age=\"5", null, false)]
    [InlineData("max-age=", null, false)]
    [InlineData("max-age", null, false)]
    [InlineData("max-age=1.5", null, false)]
    [InlineData("max-age=abc, max-age=7, max-age=9", 7.0, false)]
    [InlineData("only-if-cached, max-age=2147483648", null, true)]
    [InlineData("only-if-cached, max-age=99999999999", null, true)]
    [InlineData("max-age=abc,only-if-cached", null, true)]
    [InlineData("=, only-if-cached, @", null, true)]
    [InlineData("max-age=abc, no-cache", 0.0, false)]
    [InlineData(" , max-age = 30 ,, ", 30.0, false)]
    [InlineData("x=\"a, only-if-cached, \\\", no-cache\", max-age=6", 6.0, false)]
    [InlineData("x=\"a, only-if-cached", null, false)]
    [InlineData("not-only-if-cached", null, false)]
    [InlineData("=,;\"", null, false)]
    [InlineData("", null, false)]
    public async Task Cache_Control_says_how_fresh_the_answer_must_be(string? header, double? maxAge, bool onlyIfCached)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = header is null ? await api.GetBatchAsync() : await api.GetBatchAsync(("Cache-Control", header));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (key, options) = Assert.Single(api.Reader.Reads);
        Assert.Equal("default/openai/b1", key.ToString());
        Assert.Equal(maxAge, options.MaxAge?.TotalSeconds);
        Assert.Equal(onlyIfCached, options.OnlyIfCached);
    }

    [Fact]
    public async Task Directives_may_stand_on_several_lines()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("Cache-Control", "max-age=x"), ("Cache-Control", "only-if-cached"));

        Assert.True(Assert.Single(api.Reader.Reads).Options.OnlyIfCached);
    }

    [Theory]
    [InlineData("no-cache", "If-None-Match", "W/\"other\"", null)]
    [InlineData("no-cache", "If-Modified-Since", "Wed, 04 Mar 2020 04:56:07 GMT", null)]
    [InlineData("no-cache", "Accept", "text/event-stream", null)]
    [InlineData("no-cache", "Accept", "application/json", 0)]
    [InlineData("no-cache", "X-Other", "1", 0)]
    [InlineData("no-cache, max-age=0", "If-None-Match", "W/\"other\"", 0)]
    [InlineData("max-age=0", "If-None-Match", "W/\"other\"", 0)]
    public async Task What_fetch_and_EventSource_add_by_themselves_asks_for_nothing(string cacheControl, string header, string value, int? maxAge)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Final());

        using var response = await api.GetBatchAsync(("Cache-Control", cacheControl), ("Pragma", "no-cache"), (header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(maxAge, Assert.Single(api.Reader.Reads).Options.MaxAge?.TotalSeconds);
    }

    [Fact]
    public async Task Without_the_old_header_beside_it_no_cache_is_meant()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("Cache-Control", "no-cache"), ("If-None-Match", "W/\"other\""));

        Assert.Equal(0, Assert.Single(api.Reader.Reads).Options.MaxAge?.TotalSeconds);
    }
}

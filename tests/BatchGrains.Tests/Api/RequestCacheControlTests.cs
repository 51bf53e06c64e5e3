using System.Net;

namespace BatchGrains.Tests.Api;

public sealed class RequestCacheControlTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("no-cache", 0, false)]
    [InlineData("max-age=0", 0, false)]
    [InlineData("max-age=30", 30, false)]
    [InlineData("MAX-AGE=30, no-transform", 30, false)]
    [InlineData("no-cache, max-age=30", 0, false)]
    [InlineData("only-if-cached", null, true)]
    [InlineData("only-if-cached, no-cache", null, true)]
    [InlineData("no-store", null, false)]
    [InlineData("max-age=abc", null, false)]
    [InlineData("max-age=-5", null, false)]
    [InlineData("max-age=99999999999999999999", null, false)]
    [InlineData("=,;\"", null, false)]
    [InlineData("", null, false)]
    public async Task Cache_Control_says_how_fresh_the_answer_must_be(string? header, int? maxAge, bool onlyIfCached)
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
}

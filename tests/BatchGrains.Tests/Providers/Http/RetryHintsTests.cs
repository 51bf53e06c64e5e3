using System.Globalization;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class RetryHintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("x-amz-retry-after", "1500", 1.5)]
    [InlineData("Retry-After", "30", 30.0)]
    [InlineData("Retry-After", "1.5", 1.5)]
    [InlineData("Retry-After", "Sun, 22 Nov 2026 10:00:20 GMT", 20.0)]
    [InlineData("Retry-After", "Sun, 22 Nov 2026 09:00:00 GMT", null)]
    [InlineData("Retry-After", "0", null)]
    [InlineData("Retry-After", "-4", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "99999999999", 86400.0)]
    [InlineData("retry-after-ms", "NaN", null)]
    [InlineData("X-Other", "30", null)]
    public void A_provider_says_when_to_come_again(string name, string value, double? seconds)
    {
        using var response = Response((name, value));

        Assert.Equal(seconds, RetryHints.RetryAfter(response.Headers, Now)?.TotalSeconds);
    }

    [Fact]
    public void Milliseconds_win_over_seconds()
    {
        using var response = Response(("Retry-After", "30"), ("retry-after-ms", "200"));

        Assert.Equal(TimeSpan.FromMilliseconds(200), RetryHints.RetryAfter(response.Headers, Now));
    }

    [Theory]
    [InlineData("RateLimit", "\"api\";r=0;t=55", 55.0)]
    [InlineData("RateLimit", "\"api\"; r=0; t=55", 55.0)]
    [InlineData("RateLimit", "\"api\";r=0", null)]
    [InlineData("RateLimit", "\"api\";r=0;t=x", null)]
    [InlineData("X-RateLimit-Reset", "30", 30.0)]
    [InlineData("X-RateLimit-Reset", "1795341630", 30.0)]
    [InlineData("X-RateLimit-Reset", "1795341630000", 30.0)]
    [InlineData("X-RateLimit-Reset", "1795341500", null)]
    [InlineData("X-RateLimit-Reset", "3600", 3600.0)]
    [InlineData("X-RateLimit-Reset", "3601", null)]
    [InlineData("X-RateLimit-Reset", "1797933600", null)]
    [InlineData("RateLimit", "\"api\";r=0;t=86400", null)]
    [InlineData("X-RateLimit-Reset", "6m0s", null)]
    public void A_limit_says_when_it_is_lifted(string name, string value, double? seconds)
    {
        using var response = Response((name, value));

        Assert.Equal(seconds, RetryHints.Reset(response.Headers, Now)?.TotalSeconds);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("maybe", null)]
    public void A_providers_word_on_trying_again_is_read(string word, bool? expected)
    {
        using var response = Response(("x-should-retry", word));

        Assert.Equal(expected, RetryHints.ShouldRetry(response.Headers));
    }

    private static HttpResponseMessage Response(params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value), string.Create(CultureInfo.InvariantCulture, $"{name}: {value}"));
        }

        return response;
    }
}

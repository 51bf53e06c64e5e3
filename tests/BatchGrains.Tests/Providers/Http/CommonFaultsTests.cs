using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers.Http;

public sealed class CommonFaultsTests
{
    [Theory]
    [InlineData(401, true, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, true, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, false, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(412, true, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, true, BatchFaultCode.BatchNotFound)]
    [InlineData(404, false, BatchFaultCode.ProviderError)]
    [InlineData(301, false, BatchFaultCode.ProviderError)]
    [InlineData(400, true, BatchFaultCode.ProviderError)]
    [InlineData(408, true, BatchFaultCode.ProviderError)]
    [InlineData(409, true, BatchFaultCode.ProviderError)]
    [InlineData(429, true, BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, false, BatchFaultCode.ProviderError)]
    [InlineData(503, true, BatchFaultCode.ProviderError)]
    [InlineData(529, true, BatchFaultCode.ProviderError)]
    public void A_status_means_the_same_at_most_providers(int status, bool isJson, BatchFaultCode expected) =>
        Assert.Equal(expected, CommonFaults.Of("acme", new UpstreamError { Status = status, IsJson = isJson }).Code);

    [Fact]
    public void A_message_says_what_the_provider_said_and_its_request_id()
    {
        var error = new UpstreamError { Status = 403, IsJson = true, Message = "No such scope.", RequestId = "req_1" };

        var message = CommonFaults.Of("acme", error).Message;

        Assert.Contains("HTTP 403, request id req_1", message, StringComparison.Ordinal);
        Assert.EndsWith(": No such scope.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_batch_is_told_in_the_same_words_whatever_the_provider_says()
    {
        var first = CommonFaults.Of("acme", new UpstreamError { Status = 404, IsJson = true, Message = "Batch of org_2", RequestId = "req_1" });

        Assert.Equal(first, CommonFaults.Of("acme", new UpstreamError { Status = 404, IsJson = true, Message = "Nothing here", RequestId = "req_2" }));
    }

    [Fact]
    public void A_404_that_is_no_JSON_points_at_the_settings() => Assert.Contains(
        "check Providers:acme:BaseUrl or ApiVersion", CommonFaults.Of("acme", new UpstreamError { Status = 404 }).Message, StringComparison.Ordinal);

    [Fact]
    public void The_wait_that_a_provider_asks_for_is_kept()
    {
        var error = new UpstreamError { Status = 429, IsJson = true, RetryAfter = TimeSpan.FromSeconds(7) };

        Assert.Equal(TimeSpan.FromSeconds(7), CommonFaults.Of("acme", error).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(7), CommonFaults.Of("acme", error with { Status = 503 }).RetryAfter);
    }
}

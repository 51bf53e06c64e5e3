using System.Net;
using BatchGrains.Api.Authentication;
using BatchGrains.Api.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BatchGrains.Tests.Api;

/// <summary>Without keys only callers on the same machine are served: who counts as one.</summary>
public sealed class SameMachineTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("203.0.113.7", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::ffff:203.0.113.7", false)]
    [InlineData(null, false)]
    public void The_address_must_be_a_loopback_address(string? address, bool served) =>
        Assert.Equal(served, IsServed(Request(address)));

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-for")]
    [InlineData("Forwarded")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    public void What_a_proxy_adds_tells_that_the_caller_is_elsewhere(string header)
    {
        var request = Request("127.0.0.1");
        request.Request.Headers[header] = "127.0.0.1";

        Assert.False(IsServed(request));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:8080", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("127.1.2.3:8080", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("rebound.example", false)]
    [InlineData("rebound.example:8080", false)]
    [InlineData("localhost.rebound.example", false)]
    [InlineData("127.0.0.1.rebound.example", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("[2001:db8::1]:8080", false)]
    [InlineData(":8080", false)]
    [InlineData("[", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_page_under_a_name_of_its_own_is_not_on_the_same_machine(string? host, bool served) =>
        Assert.Equal(served, IsServed(Request("127.0.0.1", host)));

    [Fact]
    public void With_authentication_off_nothing_of_this_matters() =>
        Assert.True(IsServed(Request(null, "service.example"), new CallerOptions { Mode = AuthMode.None }));

    [Fact]
    public async Task A_forwarded_address_that_the_server_believes_is_still_forwarded()
    {
        await using var api = await ApiHost.StartAsync(("ForwardedHeaders_Enabled", "true"));
        api.Reader.Set("b1", Readings.Running());

        using var near = await api.GetBatchAsync();
        using var far = await api.GetBatchAsync(("X-Forwarded-For", "127.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, near.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, far.StatusCode);
    }

    private static DefaultHttpContext Request(string? address, string? host = "localhost:8080")
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };
        context.Request.Headers.Host = host;
        return context;
    }

    private static bool IsServed(HttpContext context, CallerOptions? options = null)
    {
        var callers = new Callers(Options.Create(options ?? new CallerOptions()), TimeProvider.System);
        var refusal = new CallerIdentification(callers).Identify(context, out _);
        Assert.True(refusal is null || refusal.Code == ApiErrorCode.Unauthorized);
        return refusal is null;
    }
}

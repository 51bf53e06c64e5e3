using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace BatchGrains.Tests.Api;

public sealed class AuthenticationTests
{
    private static readonly (string, string)[] TwoTenants =
    [
        ("Tenants:acme:ApiKeySha256:0", Hash("acme-key")),
        ("Tenants:acme:ApiKeySha256:1", Hash("acme-second").ToUpperInvariant()),
        ("Tenants:acme:Providers:0", "OpenAI"),
        ("Tenants:globex:ApiKeySha256:0", Hash("globex-key")),
    ];

    [Theory]
    [InlineData("Authorization", "Bearer acme-key", "acme")]
    [InlineData("Authorization", "bearer  acme-key ", "acme")]
    [InlineData("Authorization", "Bearer acme-second", "acme")]
    [InlineData("x-api-key", "acme-key", "acme")]
    [InlineData("X-API-KEY", " globex-key ", "globex")]
    [InlineData("Authorization", "Bearer globex-key", "globex")]
    [InlineData("Authorization", "Bearer wrong", null)]
    [InlineData("Authorization", "Bearer ", null)]
    [InlineData("Authorization", "Basic acme-key", null)]
    [InlineData("Authorization", "acme-key", null)]
    [InlineData("x-api-key", "ACME-KEY", null)]
    [InlineData("x-api-key", "", null)]
    [InlineData("X-Other", "acme-key", null)]
    public async Task The_key_decides_the_tenant(string header, string value, string? tenant)
    {
        await using var api = await ApiHost.StartAsync(TwoTenants);
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync((header, value));

        Assert.Equal(tenant is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(tenant, api.Reader.Admissions.SingleOrDefault().Tenant);
        if (tenant is null)
        {
            Assert.Equal("unauthorized", await response.ErrorCodeAsync());
            Assert.Equal("Bearer", response.Header("WWW-Authenticate"));
            Assert.Equal("false", response.Header("x-should-retry"));
        }
    }

    [Fact]
    public async Task A_key_of_30_kilobytes_is_just_wrong()
    {
        await using var api = await ApiHost.StartAsync(TwoTenants);

        using var response = await api.GetBatchAsync(("x-api-key", new string('k', 30_000)));

        Assert.Equal("unauthorized", await response.ErrorCodeAsync());
    }

    [Theory]
    [InlineData(null, "/v1/batches/b1", "unauthorized")]
    [InlineData(null, "/v1/batches/%zz", "unauthorized")]
    [InlineData("acme-key", "/v1/batches/b1", "provider_required")]
    [InlineData("acme-key", "/v1/batches/b1?provider=nobody", "unknown_provider")]
    [InlineData("acme-key", "/v1/batches/b1?provider=bedrock", "forbidden")]
    [InlineData("acme-key", "/v1/batches/b1?provider=ollama", "forbidden")]
    [InlineData("acme-key", "/v1/batches/wrong?provider=mistral", "forbidden")]
    [InlineData("globex-key", "/v1/batches/b1?provider=ollama", "unsupported_operation")]
    [InlineData("globex-key", "/v1/batches/wrong?provider=mistral", "invalid_batch_id")]
    [InlineData("globex-key", "/v1/batches/batch1?provider=mistral", "provider_not_configured")]
    [InlineData("acme-key", "/v1/batches/b1?provider=openai", "batch_not_found")]
    public async Task Checks_run_in_the_documented_order(string? key, string target, string code)
    {
        await using var api = await ApiHost.StartAsync(TwoTenants);

        using var response = await api.SendAsync(target, null, key is null ? [] : [("x-api-key", key)]);

        Assert.Equal(code, await response.ErrorCodeAsync());
    }

    [Fact]
    public async Task A_forbidden_provider_is_a_403()
    {
        await using var api = await ApiHost.StartAsync(TwoTenants);

        using var response = await api.SendAsync("/v1/batches/b1?provider=bedrock", null, ("x-api-key", "acme-key"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var body = await response.JsonAsync();
        Assert.Equal("permission_error", body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("bedrock", body.GetProperty("extra_fields").GetProperty("provider").GetString());
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "203.0.113.7", false)]
    [InlineData("None", null, true)]
    [InlineData("none", "203.0.113.7", true)]
    public async Task Without_keys_only_the_same_machine_is_served_unless_authentication_is_off(string? mode, string? forwardedFor, bool served)
    {
        await using var api = await ApiHost.StartAsync(mode is null ? [] : [("Auth:Mode", mode)]);
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)]);

        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(served ? "default" : null, api.Reader.Admissions.SingleOrDefault().Tenant);
    }

    [Fact]
    public async Task Requests_over_the_limit_of_a_minute_are_refused_until_it_ends()
    {
        await using var api = await ApiHost.StartAsync([.. TwoTenants, ("Tenants:acme:RequestsPerMinute", "2")]);
        api.Reader.Set("b1", Readings.Running());

        // It is 7 seconds past the minute. The first is wrong, and counts.
        using var wrong = await api.SendAsync("/v1/batches/b1", null, ("x-api-key", "acme-key"));
        using var second = await api.GetBatchAsync(("x-api-key", "acme-second"));
        using var third = await api.GetBatchAsync(("x-api-key", "acme-key"));
        using var other = await api.GetBatchAsync(("x-api-key", "globex-key"));
        api.Clock.Advance(TimeSpan.FromSeconds(53));
        using var later = await api.GetBatchAsync(("x-api-key", "acme-key"));

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("rate_limited", await third.ErrorCodeAsync());
        Assert.Equal("53", third.Header("Retry-After"));
        Assert.Null(third.Header("x-should-retry"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

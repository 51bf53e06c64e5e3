using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Orleans' dashboard shows every tenant's batches by name.</summary>
public sealed class DashboardTests(DashboardTests.WatchedService service) : IClassFixture<DashboardTests.WatchedService>
{
    [Fact]
    public async Task It_is_open_on_the_same_machine() =>
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/dashboard/")).Status);

    [Theory]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    public async Task A_tenants_key_does_not_open_it(string page)
    {
        var answer = await service.GetAsync(page, ("X-Forwarded-For", "203.0.113.7"), ("x-api-key", "acme-key"));

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (answer.Status, answer.ErrorCode));
    }

    public sealed class WatchedService : Service
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings() =>
        [
            .. base.Settings(),
            new("Dashboard:Enabled", "true"),
            new("Tenants:acme:ApiKeySha256:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("acme-key")))),
        ];
    }
}

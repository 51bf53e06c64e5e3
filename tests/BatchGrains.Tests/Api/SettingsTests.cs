using BatchGrains.Api.Hosting;
using Microsoft.Extensions.Options;

namespace BatchGrains.Tests.Api;

public sealed class SettingsTests
{
    private const string Hash = "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592";

    [Theory]
    [InlineData("Auth:Mode", "7", "Auth:Mode")]
    [InlineData("Tenants:a b:ApiKeySha256:0", Hash, "Tenants:a b")]
    [InlineData("Tenants:acme:ApiKeySha256:0", "my-plain-key", "Tenants:acme:ApiKeySha256:0")]
    [InlineData("Tenants:acme:Providers:0", "openai", "Tenants:acme:ApiKeySha256")]
    [InlineData("Tenants:acme:RequestsPerMinute", "0", "Tenants:acme:RequestsPerMinute")]
    [InlineData("Tenants:acme:Providers:0", " ", "Tenants:acme:Providers:0")]
    public async Task A_setting_that_can_not_be_meant_is_named_at_the_start_and_its_value_is_not(string setting, string value, string named)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync((setting, value)));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-plain-key", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auth:Mode", "Sometimes")]
    [InlineData("Tenants:acme:RequestsPerMinute", "many")]
    [InlineData("Tenants:acme:ApiKey", "my-plain-key")]
    [InlineData("Tenants:acme:ApiKeySha256", "my-plain-key")]
    [InlineData("Tenants:acme:Providers", "my-plain-key")]
    [InlineData("Tenants:acme:ApiKeySha256:0:Key", "my-plain-key")]
    public async Task A_setting_of_the_wrong_kind_is_named_at_the_start(string setting, string value)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync((setting, value)));

        Assert.All(setting.Split(':'), part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("my-plain-key", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_can_not_belong_to_two_tenants()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ApiHost.StartAsync(("Tenants:a:ApiKeySha256:0", Hash), ("Tenants:b:ApiKeySha256:0", Hash.ToUpperInvariant())));

        Assert.Contains("Tenants:b:ApiKeySha256:0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Tenants:a:ApiKeySha256:0", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/", "--urls", "http://*:5000")]
    [InlineData("http://127.0.0.1:5000/", "--urls", "https://*:5001;http://localhost:5000", "--healthcheck")]
    [InlineData("http://127.0.0.1:9000/", "--healthcheck", "--http_ports=9000;9001")]
    public void The_health_probe_asks_where_the_service_listens(string address, params string[] args)
    {
        Assert.Equal(new Uri(address), HealthProbe.Address(args));
    }

    [Fact]
    public async Task The_health_probe_answers_0_when_ready_and_1_when_not()
    {
        await using var api = await ApiHost.StartAsync();
        string[] args = ["--healthcheck", "--urls", api.Address.ToString()];

        Assert.Equal(0, await HealthProbe.RunAsync(args));
        await api.StopAsync();
        Assert.Equal(1, await HealthProbe.RunAsync(args));
    }
}

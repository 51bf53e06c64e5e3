using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;

namespace BatchGrains.Tests.Grains.Accounts;

public sealed class OptionsValidationTests
{
    [Fact]
    public void The_defaults_are_fine()
    {
        Assert.Empty(Problems("scripted", new ProviderOptions()));
        Assert.Empty(Problems(new RefreshOptions()));
    }

    [Fact]
    public void A_provider_that_is_not_known_is_named_with_those_that_are() =>
        Assert.Equal(["Providers:opneai: 'opneai' is not a known provider. Known: scripted."], Problems("opneai", new ProviderOptions()));

    [Theory]
    [InlineData("/v1")]
    [InlineData("ftp://host/v1")]
    [InlineData("host:8080")]
    public void An_address_must_be_http(string address)
    {
        Assert.Contains("Providers:scripted:BaseUrl ", Problem(new ProviderOptions { BaseUrl = new Uri(address, UriKind.RelativeOrAbsolute) }), StringComparison.Ordinal);
        Assert.Contains(
            "Providers:scripted:Accounts:1:Endpoint ",
            Problem(With(new AccountOptions(), new AccountOptions { Endpoint = new Uri(address, UriKind.RelativeOrAbsolute) })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk-a\nb")]
    [InlineData("sk-a\0b")]
    [InlineData("\uFEFFsk-a")]
    [InlineData("sk-a\u200B")]
    [InlineData("sk-é")]
    public void A_text_that_goes_into_a_header_must_be_printable_ASCII(string text)
    {
        AssertNamed(nameof(AccountOptions.ApiKey), new AccountOptions { ApiKey = text });
        AssertNamed(nameof(AccountOptions.AccessKeyId), new AccountOptions { AccessKeyId = text });
        AssertNamed(nameof(AccountOptions.SecretAccessKey), new AccountOptions { SecretAccessKey = text });
        AssertNamed(nameof(AccountOptions.SessionToken), new AccountOptions { SessionToken = text });
        AssertNamed(nameof(AccountOptions.Organization), new AccountOptions { Organization = text });
        AssertNamed(nameof(AccountOptions.Project), new AccountOptions { Project = text });

        void AssertNamed(string setting, AccountOptions account)
        {
            var problem = Problem(With(account));
            Assert.Contains($"Providers:scripted:Accounts:0:{setting} ", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Space_around_a_key_does_no_harm() => Assert.Empty(Problems("scripted", With(new AccountOptions { ApiKey = " my key~\r\n" })));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(double.NaN)]
    public void A_rate_must_be_positive_and_sane(double rate) =>
        Assert.Contains("Providers:scripted:RequestsPerSecond ", Problem(new ProviderOptions { RequestsPerSecond = rate }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(46)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_out_must_be_sane(double seconds) =>
        Assert.Contains("Providers:scripted:TimeoutSeconds ", Problem(new ProviderOptions { TimeoutSeconds = seconds }), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void A_floor_must_be_sane(double seconds) =>
        Assert.Contains("Providers:scripted:MinRefreshSeconds ", Problem(new ProviderOptions { MinRefreshSeconds = seconds }), StringComparison.Ordinal);

    [Fact]
    public void Two_accounts_may_not_have_one_name_not_even_a_number()
    {
        Assert.Contains("Providers:scripted:Accounts:1:Name 'main' ", Problem(With(new() { Name = "main" }, new() { Name = "main" })), StringComparison.Ordinal);
        Assert.Contains("Providers:scripted:Accounts:1:Name '1' ", Problem(With(new() { Name = "1" }, new())), StringComparison.Ordinal);
        Assert.Empty(Problems("scripted", With(new() { Name = "0" }, new())));
    }

    [Fact]
    public void A_tenant_must_be_a_tenants_name() =>
        Assert.Contains("Providers:scripted:Accounts:0:Tenants: 'a/b' ", Problem(With(new AccountOptions { Tenants = { "ok", "a/b" } })), StringComparison.Ordinal);

    [Fact]
    public void No_message_shows_a_key()
    {
        var options = With(new AccountOptions { Name = "a", ApiKey = "secret" }, new AccountOptions { Name = "a", ApiKey = "secret" });
        options.TimeoutSeconds = 0;

        Assert.All(Problems("scripted", options), problem => Assert.DoesNotContain("secret", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_schedule_must_be_sane()
    {
        Assert.Contains("Refresh:MinSeconds ", Assert.Single(Problems(new RefreshOptions { MinSeconds = 0 })), StringComparison.Ordinal);
        Assert.Contains(Problems(new RefreshOptions { MaxSeconds = double.NaN }), problem => problem.StartsWith("Refresh:MaxSeconds ", StringComparison.Ordinal));
        Assert.Equal(
            "Refresh:RefreshWaitSeconds must be from 0 to 2.5 seconds: readers take a silo that is silent for longer for lost.",
            Assert.Single(Problems(new RefreshOptions { RefreshWaitSeconds = 3 })));
        Assert.Empty(Problems(new RefreshOptions { RefreshWaitSeconds = 2.5 }));
        Assert.Contains("Refresh:NotFoundSeconds ", Assert.Single(Problems(new RefreshOptions { NotFoundSeconds = -1 })), StringComparison.Ordinal);
        Assert.Equal(
            "Refresh:MaxSeconds must not be less than Refresh:MinSeconds.", Assert.Single(Problems(new RefreshOptions { MinSeconds = 10, MaxSeconds = 9 })));
    }

    private static ProviderOptions With(params AccountOptions[] accounts)
    {
        var options = new ProviderOptions();
        foreach (var account in accounts)
        {
            options.Accounts.Add(account);
        }

        return options;
    }

    private static string Problem(ProviderOptions options) => Assert.Single(Problems("scripted", options));

    private static IEnumerable<string> Problems(string name, ProviderOptions options) =>
        new ProviderOptionsValidation(new ProviderCatalog([new ScriptedProvider()])).Validate(name, options).Failures ?? [];

    private static IEnumerable<string> Problems(RefreshOptions options) => new RefreshOptionsValidation().Validate(null, options).Failures ?? [];
}

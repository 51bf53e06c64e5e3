using BatchGrains.Grains.Accounts;

namespace BatchGrains.Tests.Grains.Accounts;

public sealed class AccountBookTests
{
    [Fact]
    public async Task Accounts_come_in_the_order_of_their_numbers()
    {
        await using var silo = new SiloServices(new()
        {
            ["Providers:scripted:Accounts:0:Name"] = "first",
            ["Providers:scripted:Accounts:1:ApiKey"] = "k",
            ["Providers:scripted:Accounts:2:Name"] = "third",
        });

        Assert.Equal(["first", "1", "third"], Names(silo, "anybody"));
    }

    [Fact]
    public async Task An_account_serves_its_tenants_only_and_one_without_any_serves_all()
    {
        await using var silo = new SiloServices(new()
        {
            ["Providers:scripted:Accounts:0:Name"] = "red",
            ["Providers:scripted:Accounts:0:Tenants:0"] = "red",
            ["Providers:scripted:Accounts:1:Name"] = "all",
            ["Providers:scripted:Accounts:2:Name"] = "both",
            ["Providers:scripted:Accounts:2:Tenants:0"] = "red",
            ["Providers:scripted:Accounts:2:Tenants:1"] = "blue",
        });

        Assert.Equal(["red", "all", "both"], Names(silo, "red"));
        Assert.Equal(["all", "both"], Names(silo, "blue"));
        Assert.Equal(["all"], Names(silo, "Red"));
    }

    [Fact]
    public async Task With_none_configured_the_customary_variable_makes_one_named_default()
    {
        await using var silo = new SiloServices(
            provider: new ScriptedProvider { NeedsKey = true }, environment: new() { [ScriptedProvider.Variable] = "from-environment" });

        var account = Assert.Single(Accounts(silo, "anybody"));

        Assert.Equal("default", account.Name);
        Assert.Equal("from-environment", account.Credentials.ApiKey);
    }

    [Fact]
    public async Task Configured_accounts_hide_the_customary_variable_also_from_tenants_that_they_do_not_serve()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:Accounts:0:ApiKey"] = "k", ["Providers:scripted:Accounts:0:Tenants:0"] = "red" },
            new ScriptedProvider { NeedsKey = true }, environment: new() { [ScriptedProvider.Variable] = "from-environment" });

        Assert.Equal("k", Assert.Single(Accounts(silo, "red")).Credentials.ApiKey);
        Assert.Empty(Accounts(silo, "blue"));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task A_variable_that_is_blank_is_none(string? value)
    {
        var environment = value is null ? null : new Dictionary<string, string> { [ScriptedProvider.Variable] = value };
        await using var silo = new SiloServices(provider: new ScriptedProvider { NeedsKey = true }, environment: environment);

        Assert.Empty(Accounts(silo, "anybody"));
    }

    [Fact]
    public async Task A_provider_that_needs_no_credentials_has_an_account_without_any()
    {
        await using var silo = new SiloServices();

        Assert.Null(Assert.Single(Accounts(silo, "anybody")).Credentials.ApiKey);
    }

    [Fact]
    public async Task An_account_whose_key_is_missing_does_not_stand_in_the_way_of_a_whole_one()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:Accounts:0:Name"] = "keyless", ["Providers:scripted:Accounts:1:Name"] = "whole", ["Providers:scripted:Accounts:1:ApiKey"] = "k" },
            new ScriptedProvider { NeedsKey = true });

        Assert.Equal(["whole"], Names(silo, "anybody"));
    }

    [Fact]
    public async Task An_account_never_shows_its_credentials()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:Accounts:0:ApiKey"] = "secret-key" });

        Assert.Equal("scripted/0", Assert.Single(Accounts(silo, "anybody")).ToString());
    }

    private static IReadOnlyList<ProviderAccount> Accounts(SiloServices silo, string tenant) => silo.Get<AccountBook>().AccountsOf(tenant, silo.Provider);

    private static IEnumerable<string> Names(SiloServices silo, string tenant) => Accounts(silo, tenant).Select(account => account.Name);
}

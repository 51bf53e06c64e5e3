using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchGrains.Tests.Grains;

/// <summary>Settings that are changed while the service runs.</summary>
public sealed class ReloadedSettingsTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_mistake_leaves_a_providers_last_valid_settings_in_force(string mistake)
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:TimeoutSeconds"] = "7" });
        silo.Provider.Answer = _ => ScriptedProvider.Running();
        await silo.LookAsync();

        Change(silo, "Providers:scripted:TimeoutSeconds", mistake);

        Assert.NotNull((await silo.LookAsync("b2")).Batch);
        Assert.Equal(7, silo.Settings("scripted").TimeoutSeconds);
        Change(silo, "Providers:scripted:TimeoutSeconds", "8");
        Assert.Equal(8, silo.Settings("scripted").TimeoutSeconds);
    }

    [Fact]
    public async Task A_mistake_leaves_the_last_valid_schedule_in_force()
    {
        await using var silo = new SiloServices(new() { ["Refresh:MinSeconds"] = "7" });
        var options = silo.Get<IOptionsMonitor<RefreshOptions>>();
        Assert.Equal(7, options.CurrentValue.MinSeconds);

        Change(silo, "Refresh:MinSeconds", "-1");

        Assert.Equal(7, options.CurrentValue.MinSeconds);
    }

    [Fact]
    public async Task A_misspelt_setting_of_the_schedule_is_an_exception_at_the_start()
    {
        await using var silo = new SiloServices(new() { ["Refresh:MaxSecond"] = "7" });

        var mistake = Assert.Throws<InvalidOperationException>(() => silo.Get<IOptionsMonitor<RefreshOptions>>().CurrentValue);

        Assert.Contains("MaxSecond", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_at_the_start_is_an_exception()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:TimeoutSeconds"] = "0" });

        Assert.Throws<OptionsValidationException>(() => silo.Settings("scripted"));
    }

    [Fact]
    public async Task A_rate_that_is_changed_holds_from_then_on()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:RequestsPerSecond"] = "1", ["Refresh:RefreshWaitSeconds"] = "0" });
        silo.Provider.Answer = _ => ScriptedProvider.Running();
        await silo.LookAsync();

        Change(silo, "Providers:scripted:RequestsPerSecond", "4");
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        for (var look = 0; look < 10; look++)
        {
            await silo.LookAsync($"b{look}");
        }

        Assert.Equal(5, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_provider_that_had_no_settings_at_the_start_gets_those_that_are_saved_later()
    {
        await using var silo = new SiloServices();
        var openai = silo.Get<ProviderCatalog>().Find("openai")!;
        Assert.Empty(silo.Get<AccountBook>().AccountsOf("default", openai));

        Change(silo, "Providers:OpenAI:Accounts:0:ApiKey", "sk-1");

        Assert.Equal("sk-1", Assert.Single(silo.Get<AccountBook>().AccountsOf("default", openai)).Credentials.ApiKey);
        Assert.Contains(silo.Logs.GetSnapshot(), line => line.Level is LogLevel.Information && line.Message.Contains("read again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Providers:opnai:RequestsPerSecond", "1", "'opnai' is not a known provider")]
    [InlineData("Providers:groq:RequestsPerSecond", "0", "Providers:groq:RequestsPerSecond must be")]
    [InlineData("Providers:groq:RequestPerSecond", "1", "RequestPerSecond")]
    [InlineData("Providers:scripted:TimeoutSeconds", "0", "Providers:scripted:TimeoutSeconds must be")]
    public async Task A_mistake_is_told_when_it_is_saved(string setting, string value, string told)
    {
        await using var silo = new SiloServices();
        silo.Settings("scripted");

        Change(silo, setting, value);

        Assert.Contains(silo.Logs.GetSnapshot(), line => line.Level is LogLevel.Error && line.Message.Contains(told, StringComparison.Ordinal));
    }

    private static void Change(SiloServices silo, string setting, string value)
    {
        silo.Configuration[setting] = value;
        silo.Configuration.Reload();
    }
}

using Microsoft.Extensions.Logging;

namespace BatchGrains.Tests.Grains.Accounts;

/// <summary>What somebody on call reads of a provider that fails.</summary>
public sealed class AccountHealthTests
{
    [Theory]
    [InlineData(BatchFaultCode.ProviderAuthFailed, "provider_auth_failed")]
    [InlineData(BatchFaultCode.ProviderRateLimited, "provider_rate_limited")]
    [InlineData(BatchFaultCode.ProviderError, "provider_error")]
    [InlineData(BatchFaultCode.ProviderBadResponse, "provider_bad_response")]
    [InlineData(BatchFaultCode.ProviderUnavailable, "provider_unavailable")]
    [InlineData(BatchFaultCode.ProviderTimeout, "provider_timeout")]
    public async Task A_turn_to_bad_is_one_warning_and_the_turn_to_good_one_line_of_information(BatchFaultCode fault, string word)
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:Accounts:0:Name"] = "team-a" });
        for (var look = 0; look < 10; look++)
        {
            await LookAsync(silo, fault);
        }

        var warning = Assert.Single(silo.Logs.GetSnapshot());
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Equal($"Calls to scripted as account team-a fail: {word}. scripted {fault}", warning.Message);

        silo.Time.Advance(TimeSpan.FromMinutes(2));
        for (var look = 0; look < 10; look++)
        {
            await LookAsync(silo, null);
        }

        Assert.Equal(2, silo.Logs.Count);
        Assert.Equal(LogLevel.Information, silo.Logs.LatestRecord.Level);
        Assert.Equal("Calls to scripted as account team-a succeed again, 00:05:20 after the first failure", silo.Logs.LatestRecord.Message);
    }

    [Fact]
    public async Task A_provider_that_fails_now_and_then_is_told_of_once()
    {
        await using var silo = new SiloServices();

        for (var look = 0; look < 100; look++)
        {
            await LookAsync(silo, look % 3 == 0 ? BatchFaultCode.ProviderTimeout : look % 3 == 1 ? BatchFaultCode.ProviderError : null);
        }

        Assert.Single(silo.Logs.GetSnapshot());
    }

    [Fact]
    public async Task Refused_credentials_are_told_also_of_an_account_that_fails_already()
    {
        await using var silo = new SiloServices();

        await LookAsync(silo, BatchFaultCode.ProviderTimeout);
        await LookAsync(silo, BatchFaultCode.ProviderAuthFailed);
        await LookAsync(silo, BatchFaultCode.ProviderTimeout);
        await LookAsync(silo, BatchFaultCode.ProviderAuthFailed);

        Assert.Equal(2, silo.Logs.Count);
        Assert.Contains("provider_auth_failed", silo.Logs.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_batch_is_no_turn_to_bad_nor_to_good()
    {
        await using var silo = new SiloServices();
        await LookAsync(silo, BatchFaultCode.BatchNotFound);
        Assert.Equal(0, silo.Logs.Count);

        await LookAsync(silo, BatchFaultCode.ProviderTimeout);
        silo.Time.Advance(TimeSpan.FromMinutes(10));
        await LookAsync(silo, BatchFaultCode.BatchNotFound);

        Assert.Single(silo.Logs.GetSnapshot());
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_no_turn_to_bad()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "1", ["Refresh:RefreshWaitSeconds"] = "0" });
        silo.Provider.Answer = _ => ScriptedProvider.Running();
        await silo.LookAsync("b1");

        Assert.Equal(BatchFaultCode.ProviderRateLimited, (await silo.LookAsync("b2")).Fault!.Code);
        Assert.Equal(0, silo.Logs.Count);
    }

    [Fact]
    public async Task Each_account_is_told_of_by_itself()
    {
        await using var silo = new SiloServices(new()
        {
            ["Providers:scripted:Accounts:0:Name"] = "first",
            ["Providers:scripted:Accounts:1:Name"] = "second",
        });

        await LookAsync(silo, BatchFaultCode.ProviderAuthFailed);

        Assert.Equal(2, silo.Logs.Count);
        Assert.Contains("account second", silo.Logs.LatestRecord.Message, StringComparison.Ordinal);
    }

    private static async Task LookAsync(SiloServices silo, BatchFaultCode? fault)
    {
        silo.Provider.Answer = _ => fault is { } code ? ScriptedProvider.Fault(code) : ScriptedProvider.Running();
        await silo.LookAsync();
        // Past the pause after a 429.
        silo.Time.Advance(TimeSpan.FromSeconds(20));
    }
}

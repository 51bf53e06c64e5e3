using BatchGrains.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.Grains;

/// <summary>What looks cost an account's budget, and how long they wait for it.</summary>
public sealed class LookBudgetTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 4)]
    [InlineData(4, 2)]
    [InlineData(100, 1)]
    public async Task A_budget_is_shared_by_the_silos_that_are_alive(int silos, int calls)
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:RequestsPerSecond"] = "8", ["Refresh:RefreshWaitSeconds"] = "0" }, silos: silos);
        silo.Provider.Answer = _ => ScriptedProvider.Running();

        for (var look = 0; look < 20; look++)
        {
            await silo.LookAsync($"b{look}");
        }

        Assert.Equal(calls, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_cluster_counts_its_silos()
    {
        await using var cluster = await GrainCluster.StartAsync(new() { ["Providers:scripted:RequestsPerSecond"] = "8", ["Refresh:RefreshWaitSeconds"] = "0" }, silos: 2);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Orleans.WaitForLivenessToStabilizeAsync();

        foreach (var silo in cluster.Orleans.Silos)
        {
            var lookup = silo.ServiceProvider.GetRequiredService<ProviderLookup>();
            for (var look = 0; look < 20; look++)
            {
                await lookup.LookAsync(BatchKey.Create("default", "scripted", $"b{look}"), null, null, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(8, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_look_waits_for_its_turn_two_seconds_at_most()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "0.1" });
        silo.Provider.Answer = _ => ScriptedProvider.Running();
        await silo.LookAsync("b1");

        var look = silo.LookAsync("b2");
        Assert.False(look.IsCompleted);
        silo.Time.Advance(TimeSpan.FromSeconds(2));
        var outcome = await look;

        Assert.Equal(BatchFaultCode.ProviderRateLimited, outcome.Fault!.Code);
        Assert.Contains("Providers:scripted:RequestsPerSecond", outcome.Fault.Message, StringComparison.Ordinal);
        Assert.InRange(outcome.RetryAfter!.Value.TotalSeconds, 7, 9);
        Assert.Equal(1, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_look_that_took_two_calls_costs_two_of_the_budget()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:RequestsPerSecond"] = "4", ["Refresh:RefreshWaitSeconds"] = "0" });
        silo.Provider.Answer = _ => ScriptedProvider.Running() with { Calls = 2 };

        for (var look = 0; look < 10; look++)
        {
            await silo.LookAsync($"b{look}");
        }

        Assert.Equal(2, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_look_that_gets_its_turn_in_time_is_made()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "1" });
        silo.Provider.Answer = _ => ScriptedProvider.Running();
        await silo.LookAsync("b1");

        var look = silo.LookAsync("b2");
        silo.Time.Advance(TimeSpan.FromSeconds(1.1));

        Assert.NotNull((await look).Batch);
    }
}

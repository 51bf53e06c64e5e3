using BatchGrains.Grains;

namespace BatchGrains.Tests.Grains;

public sealed class ProviderLookupTests
{
    private static readonly Dictionary<string, string?> Three = new()
    {
        ["Providers:scripted:Accounts:0:Name"] = "first",
        ["Providers:scripted:Accounts:1:Name"] = "second",
        ["Providers:scripted:Accounts:2:Name"] = "third",
    };

    [Fact]
    public async Task Accounts_are_asked_in_order_until_one_knows_the_batch()
    {
        await using var silo = new SiloServices(Three);
        Script(silo, BatchFaultCode.BatchNotFound, null, null);

        var outcome = await silo.LookAsync();

        Assert.Equal("second", outcome.Account);
        Assert.NotNull(outcome.Batch);
        Assert.Equal(["first", "second"], Asked(silo));
    }

    [Fact]
    public async Task The_account_that_knew_the_batch_is_asked_alone()
    {
        await using var silo = new SiloServices(Three);
        Script(silo, null, BatchFaultCode.ProviderAuthFailed, null);

        var outcome = await silo.LookAsync(bound: "second");

        Assert.Equal(BatchFaultCode.ProviderAuthFailed, outcome.Fault!.Code);
        Assert.Null(outcome.Account);
        Assert.Equal(["second"], Asked(silo));
    }

    [Fact]
    public async Task When_the_account_that_knew_it_has_left_the_settings_all_others_are_asked()
    {
        await using var silo = new SiloServices(Three);
        Script(silo, BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, null);

        var outcome = await silo.LookAsync(bound: "retired");

        Assert.Equal("third", outcome.Account);
        Assert.Equal(["first", "second", "third"], Asked(silo));
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderAuthFailed, BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.BatchNotFound, BatchFaultCode.ProviderRateLimited, BatchFaultCode.BatchNotFound, BatchFaultCode.ProviderRateLimited)]
    [InlineData(BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, BatchFaultCode.ProviderError, BatchFaultCode.ProviderError)]
    [InlineData(BatchFaultCode.ProviderTimeout, BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, BatchFaultCode.ProviderTimeout)]
    [InlineData(BatchFaultCode.ProviderError, BatchFaultCode.ProviderRateLimited, BatchFaultCode.ProviderAuthFailed, BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound, BatchFaultCode.BatchNotFound)]
    public async Task When_none_knows_the_batch_the_most_telling_fault_is_reported(
        BatchFaultCode first, BatchFaultCode second, BatchFaultCode third, BatchFaultCode telling)
    {
        await using var silo = new SiloServices(Three);
        Script(silo, first, second, third);

        Assert.Equal(telling, (await silo.LookAsync()).Fault!.Code);
        Assert.Equal(3, silo.Provider.Calls);
    }

    [Fact]
    public async Task After_a_429_the_account_is_left_alone_for_as_long_as_it_asked_whatever_batch_is_read()
    {
        await using var silo = new SiloServices();
        silo.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(30));
        await silo.LookAsync("b0");
        silo.Provider.Answer = _ => ScriptedProvider.Running();

        for (var second = 0; second < 30; second++)
        {
            var outcome = await silo.LookAsync($"b{second}");
            Assert.Equal(BatchFaultCode.ProviderRateLimited, outcome.Fault!.Code);
            Assert.Equal(TimeSpan.FromSeconds(30 - second), outcome.RetryAfter);
            silo.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, silo.Provider.Calls);
        Assert.NotNull((await silo.LookAsync()).Batch);
    }

    [Fact]
    public async Task A_429_that_does_not_say_for_how_long_is_a_pause_all_the_same()
    {
        await using var silo = new SiloServices();
        silo.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderRateLimited);
        await silo.LookAsync();
        await silo.LookAsync("b2");
        Assert.Equal(1, silo.Provider.Calls);
        silo.Time.Advance(TimeSpan.FromSeconds(10));

        await silo.LookAsync("b2");

        Assert.Equal(2, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_look_that_waits_for_its_turn_when_the_429_comes_makes_no_call()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "1" });
        var first = silo.LookAsync();
        var call = await silo.Provider.NextCallAsync(TestContext.Current.CancellationToken);
        var second = silo.LookAsync("b2");
        call.Reply.SetResult(ScriptedProvider.Fault(BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(30)));
        await first;
        silo.Time.Advance(TimeSpan.FromSeconds(1.1));

        Assert.Equal(BatchFaultCode.ProviderRateLimited, (await second).Fault!.Code);
        Assert.Equal(1, silo.Provider.Calls);
    }

    [Fact]
    public async Task A_pause_of_one_account_leaves_the_others_alone()
    {
        await using var silo = new SiloServices(Three);
        Script(silo, BatchFaultCode.ProviderRateLimited, null, null);

        await silo.LookAsync("b1");
        var outcome = await silo.LookAsync("b2");

        Assert.Equal("second", outcome.Account);
        Assert.Equal(["first", "second", "second"], Asked(silo));
    }

    [Fact]
    public async Task On_two_silos_each_keeps_the_pause_that_it_has_seen()
    {
        var provider = new ScriptedProvider();
        await using var one = new SiloServices(provider: provider, silos: 2);
        await using var two = new SiloServices(provider: provider, silos: 2, time: one.Time);
        provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(30));
        await one.LookAsync();
        await two.LookAsync();
        Assert.Equal(2, provider.Calls);

        for (var second = 0; second < 30; second++)
        {
            await one.LookAsync($"b{second}");
            await two.LookAsync($"b{second}");
            one.Time.Advance(TimeSpan.FromSeconds(0.999));
        }

        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public async Task A_look_ends_after_fifty_seconds_however_many_accounts_there_are()
    {
        await using var silo = new SiloServices(Three);
        var look = silo.LookAsync();
        await silo.Provider.NextCallAsync(TestContext.Current.CancellationToken);
        silo.Time.Advance(TimeSpan.FromSeconds(40));
        await silo.Provider.NextCallAsync(TestContext.Current.CancellationToken);
        silo.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(BatchFaultCode.ProviderTimeout, (await look).Fault!.Code);
        Assert.Equal(["first", "second"], Asked(silo));
    }

    [Fact]
    public async Task An_account_that_a_look_had_no_time_for_is_not_taken_to_lack_the_batch()
    {
        await using var silo = new SiloServices(new(Three) { ["Providers:scripted:TimeoutSeconds"] = "45" });
        silo.Provider.Answer = _ =>
        {
            silo.Time.Advance(TimeSpan.FromSeconds(50));
            return ScriptedProvider.Fault(BatchFaultCode.BatchNotFound);
        };

        Assert.Equal(BatchFaultCode.ProviderTimeout, (await silo.LookAsync()).Fault!.Code);
        Assert.Equal(["first"], Asked(silo));
    }

    [Fact]
    public async Task The_providers_hints_come_with_the_outcome()
    {
        await using var silo = new SiloServices();
        silo.Provider.Answer = _ => ScriptedProvider.Running() with { RetryAfter = TimeSpan.FromSeconds(42) };
        Assert.Equal(TimeSpan.FromSeconds(42), (await silo.LookAsync()).RetryAfter);
        silo.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderError) with { ShouldRetry = false };
        Assert.False((await silo.LookAsync()).ShouldRetry);
    }

    [Fact]
    public async Task A_key_that_admission_would_not_make_is_refused_without_a_call()
    {
        await using var silo = new SiloServices();

        var slash = await silo.LookAsync("a/b");
        var unknown = await silo.Get<ProviderLookup>().LookAsync(BatchKey.Create("default", "nobody", "b"), null, null, TestContext.Current.CancellationToken);

        Assert.Equal(BatchFaultCode.InvalidBatchId, slash.Fault!.Code);
        Assert.Equal(BatchFaultCode.UnknownProvider, unknown.Fault!.Code);
        Assert.Equal(0, silo.Provider.Calls);
    }

    [Theory]
    [InlineData(null, null, 5, 60, 0)]
    [InlineData(null, "30", 30, 60, 30)]
    [InlineData("60", null, 60, 60, 60)]
    [InlineData("60", "0", 5, 60, 0)]
    [InlineData("60", "90", 90, 90, 90)]
    public async Task A_set_floor_replaces_the_documented_one(string? documented, string? set, double min, double max, double floor)
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:MinRefreshSeconds"] = set });
        silo.Provider.MinimumInterval = TimeSpan.FromSeconds(double.Parse(documented ?? "0", System.Globalization.CultureInfo.InvariantCulture));

        var limits = silo.Get<ProviderLookup>().LimitsOf(BatchKey.Create("default", "scripted", "b"));

        Assert.Equal((min, max, floor), (limits.Min.TotalSeconds, limits.Max.TotalSeconds, limits.Floor.TotalSeconds));
    }

    private static void Script(SiloServices silo, params BatchFaultCode?[] faults)
    {
        string[] names = ["first", "second", "third"];
        silo.Provider.Answer = call => faults[Array.IndexOf(names, call.Account.Name)] is { } code
            ? ScriptedProvider.Fault(code)
            : ScriptedProvider.Running();
    }

    private static IEnumerable<string> Asked(SiloServices silo) => silo.Provider.AllCalls.Select(call => call.Account.Name);
}

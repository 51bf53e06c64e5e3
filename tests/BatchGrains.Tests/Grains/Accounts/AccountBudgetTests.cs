using System.Threading.RateLimiting;
using BatchGrains.Grains.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Grains.Accounts;

public sealed class AccountBudgetTests : IDisposable
{
    private static readonly LookTurn Known = new("a", IsKnown: true);
    private static readonly LookTurn Unknown = new("a", IsKnown: false);

    private readonly FakeTimeProvider _time = new();
    private readonly List<(string Name, Task<RateLimitLease> Lease)> _waiting = [];
    private double _rate = 5;
    private AccountBudget? _budget;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AccountBudget Budget => _budget ??= new AccountBudget(() => _rate, _time);

    [Fact]
    public void A_burst_is_one_seconds_worth()
    {
        Assert.Equal(5, Granted(100));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, Granted(100));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Granted(100));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0.5)]
    [InlineData(100)]
    public void Over_a_minute_no_more_is_granted_than_the_rate_and_one_burst(double rate)
    {
        _rate = rate;
        var granted = 0;
        for (var step = 0; step < 600; step++)
        {
            granted += Granted(1000);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(granted, (rate * 60) - 1, (rate * 60) + Math.Max(1, rate));
    }

    [Fact]
    public void A_rate_below_one_grants_a_call_now_and_then()
    {
        _rate = 0.1;
        Assert.Equal(1, Granted(5));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, Granted(5));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, Granted(5));
    }

    [Fact]
    public void A_refusal_says_when_there_is_budget_again()
    {
        Granted(5);
        using var lease = Budget.AttemptAcquire(Known);

        Assert.False(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var after));
        Assert.InRange(after.TotalMilliseconds, 200, 202);
    }

    [Fact]
    public async Task Calls_that_wait_are_served_in_the_order_in_which_they_came()
    {
        _rate = 1;
        Granted(1);
        foreach (var name in new[] { "1", "2", "3", "4" })
        {
            Wait(name, Known);
        }

        Assert.Equal(["1", "2", "3", "4"], [await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync()]);
    }

    [Fact]
    public async Task Nobody_gets_past_those_who_wait()
    {
        _rate = 1;
        Granted(1);
        Wait("first", Known);
        _time.Advance(TimeSpan.FromMilliseconds(999));

        Assert.Equal(0, Granted(1));
        Assert.Equal("first", await NextAsync());
    }

    [Fact]
    public async Task Tenants_take_turns_however_many_calls_one_has_waiting()
    {
        _rate = 1;
        Granted(1);
        for (var call = 0; call < 1000; call++)
        {
            Wait("greedy", new LookTurn("greedy", IsKnown: true));
        }

        Wait("modest", new LookTurn("modest", IsKnown: true));
        Wait("other", new LookTurn("other", IsKnown: true));
        Wait("modest", new LookTurn("modest", IsKnown: true));

        Assert.Equal(
            ["greedy", "modest", "other", "greedy", "modest", "greedy"],
            [await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync()]);
    }

    [Fact]
    public async Task Every_fourth_turn_is_for_ids_never_seen()
    {
        _rate = 1;
        Granted(1);
        for (var call = 0; call < 100; call++)
        {
            Wait("unknown", Unknown);
        }

        for (var call = 0; call < 100; call++)
        {
            Wait("known", Known);
        }

        var served = new List<string>();
        for (var call = 0; call < 40; call++)
        {
            served.Add(await NextAsync());
        }

        Assert.Equal(10, served.Count(name => name == "unknown"));
        Assert.All(served.Chunk(4), four => Assert.Single(four, name => name == "unknown"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turns_that_nobody_wants_go_to_the_others(bool isKnown)
    {
        _rate = 1;
        Granted(1);
        for (var call = 0; call < 8; call++)
        {
            Wait($"{call}", new LookTurn("a", isKnown));
        }

        for (var call = 0; call < 8; call++)
        {
            Assert.Equal($"{call}", await NextAsync());
        }
    }

    [Fact]
    public async Task Whoever_leaves_the_line_is_refused_and_costs_the_others_nothing()
    {
        _rate = 1;
        Granted(1);
        using var leaving = new CancellationTokenSource();
        var left = Budget.AcquireAsync(Known, 1, leaving.Token).AsTask();
        Wait("stays", Known);

        await leaving.CancelAsync();
        using var refused = await left;

        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out _));
        Assert.Equal("stays", await NextAsync());
        Assert.Equal(0, Budget.GetStatistics(Known)!.CurrentQueuedCount);
    }

    [Fact]
    public async Task Thousands_wait_and_each_tenant_gets_its_share()
    {
        _rate = 100;
        Granted(100);
        for (var call = 0; call < 5000; call++)
        {
            var tenant = $"tenant-{call % 50}";
            Wait(tenant, new LookTurn(tenant, IsKnown: true));
        }

        for (var step = 0; step < 100; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(5000 - Budget.GetStatistics(Known)!.CurrentQueuedCount, 980, 1000);
        var served = 5000 - (int)Budget.GetStatistics(Known)!.CurrentQueuedCount;
        await Eventually.Holds(() => _waiting.Count(entry => entry.Lease.IsCompleted) == served);
        var shares = _waiting.Where(entry => entry.Lease.IsCompleted).CountBy(entry => entry.Name).Select(share => share.Value).ToList();
        Assert.Equal(50, shares.Count);
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_at_once_and_turns_away_nobody_else()
    {
        _rate = 1;
        Granted(1);
        for (var call = 0; call < 1000; call++)
        {
            Wait("greedy", Unknown);
        }

        using var lease = await Budget.AcquireAsync(Unknown, 1, Cancel);
        Wait("known", Known);
        Wait("other", new LookTurn("other", IsKnown: false));

        Assert.False(lease.IsAcquired);
        Assert.Equal(1002, Budget.GetStatistics(Known)!.CurrentQueuedCount);
        Assert.Equal("known", await NextAsync());
    }

    [Fact]
    public void Calls_that_were_made_without_asking_are_paid_for_later()
    {
        Granted(5);
        Budget.Charge(3);
        _time.Advance(TimeSpan.FromMilliseconds(790));
        Assert.Equal(0, Granted(1));
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(1, Granted(5));
    }

    [Fact]
    public void A_rate_that_changes_holds_from_then_on()
    {
        Granted(5);
        _rate = 2;
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(2, Granted(10));
    }

    public void Dispose() => _budget?.Dispose();

    private int Granted(int tries)
    {
        var granted = 0;
        for (var call = 0; call < tries; call++)
        {
            using var lease = Budget.AttemptAcquire(Known);
            granted += lease.IsAcquired ? 1 : 0;
        }

        return granted;
    }

    private void Wait(string name, LookTurn turn) => _waiting.Add((name, Budget.AcquireAsync(turn, 1, Cancel).AsTask()));

    // Rate 1: one call is granted in each second.
    private async Task<string> NextAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(1.002));
        var done = await Task.WhenAny(_waiting.Select(entry => entry.Lease));
        using var lease = await done;
        Assert.True(lease.IsAcquired);
        var served = _waiting.Single(entry => entry.Lease == done);
        _waiting.Remove(served);
        Assert.DoesNotContain(_waiting, entry => entry.Lease.IsCompleted);
        return served.Name;
    }
}

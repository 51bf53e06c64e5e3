using BatchGrains.Grains.Accounts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Grains.Accounts;

public sealed class AccountGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_pause_lasts_as_long_as_it_was_asked_for()
    {
        using var budget = new AccountBudget(() => 5, _time);
        var gate = Gate(budget);
        Assert.Null(gate.Pause);

        gate.PauseFor(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), gate.Pause);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(TimeSpan.FromSeconds(0.1), gate.Pause);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(gate.Pause);
    }

    [Fact]
    public void A_pause_is_made_longer_and_never_cut_short()
    {
        using var budget = new AccountBudget(() => 5, _time);
        var gate = Gate(budget);

        gate.PauseFor(TimeSpan.FromSeconds(30));
        gate.PauseFor(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(30), gate.Pause);
        gate.PauseFor(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(40), gate.Pause);
    }

    private AccountGate Gate(AccountBudget budget) =>
        new(budget, new AccountHealth("scripted", "default", _time, NullLogger<AccountHealth>.Instance), _time);
}

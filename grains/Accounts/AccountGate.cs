namespace BatchGrains.Grains.Accounts;

/// <summary>
/// What this silo owes one account and knows of it: its budget of calls, a pause that all of its batches keep once the provider said 429, and
/// whether its calls succeed.
/// </summary>
internal sealed class AccountGate(AccountBudget budget, AccountHealth health, TimeProvider time)
{
    private long _pausedUntilTicks;

    /// <summary>The account's budget of calls.</summary>
    public AccountBudget Budget => budget;

    /// <summary>Whether the account's calls succeed.</summary>
    public AccountHealth Health => health;

    /// <summary>What is left of the pause; null when there is none.</summary>
    public TimeSpan? Pause
    {
        get
        {
            var left = Interlocked.Read(ref _pausedUntilTicks) - time.GetUtcNow().UtcTicks;
            return left > 0 ? TimeSpan.FromTicks(left) : null;
        }
    }

    /// <summary>Leaves the account alone for a while. A pause under way is never cut short: several calls may bring the news of one.</summary>
    public void PauseFor(TimeSpan interval)
    {
        var until = (time.GetUtcNow() + interval).UtcTicks;
        long current;
        do
        {
            current = Interlocked.Read(ref _pausedUntilTicks);
        }
        while (until > current && Interlocked.CompareExchange(ref _pausedUntilTicks, until, current) != current);
    }
}

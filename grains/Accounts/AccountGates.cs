using System.Collections.Concurrent;

namespace BatchGrains.Grains.Accounts;

/// <summary>The gates of all accounts in this silo. There are as many as there are accounts configured.</summary>
internal sealed class AccountGates(AccountBook book, ILiveSilos silos, TimeProvider time, ILogger<AccountHealth> logger) : IDisposable
{
    private readonly ConcurrentDictionary<(string Provider, string Account), AccountGate> _gates = new();

    public AccountGate Of(ProviderAccount account) => _gates.GetOrAdd(
        (account.Provider, account.Name), static (key, gates) => gates.Open(key.Provider, key.Account), this);

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Budget.Dispose();
        }
    }

    private AccountGate Open(string provider, string account) => new(
        // From the book, not an account at hand: a rate that is changed holds from then on.
        new AccountBudget(() => book.Settings(provider).RequestsPerSecond / silos.Count, time), new AccountHealth(provider, account, time, logger), time);
}

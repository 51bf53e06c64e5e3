using System.Collections.Concurrent;

namespace BatchGrains.Grains.Accounts;

/// <summary>The gates of all accounts in this silo. There are as many as there are accounts configured.</summary>
internal sealed class AccountGates(AccountBook book, ILiveSilos silos, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(string Provider, string Account), AccountGate> _gates = new();

    public AccountGate Of(ProviderAccount account) => _gates.GetOrAdd(
        (account.Provider, account.Name),
        static (_, made) => new AccountGate(
            // From the book, not the account at hand: a rate that is changed holds from then on.
            new AccountBudget(() => made.book.Settings(made.account.Provider).RequestsPerSecond / made.silos.Count, made.time), made.time),
        (account, book, silos, time));

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Budget.Dispose();
        }
    }
}

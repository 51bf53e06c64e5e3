using System.Threading.RateLimiting;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains;

/// <summary>One look at a provider: the account that knows the batch, or else each of the tenant's accounts in order.</summary>
internal sealed class ProviderLookup(
    ProviderCatalog catalog, AccountBook book, AccountGates gates, IOptionsMonitor<RefreshOptions> refresh, TimeProvider time, LookMetrics metrics)
{
    // Under a minute, whatever the accounts and their time limits are: a caller waits for two at most.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(50);

    // A 429 without a word on when to come again.
    private static readonly TimeSpan CustomaryPause = TimeSpan.FromSeconds(10);

    /// <summary>The limits of the schedule of a provider's batches.</summary>
    public RefreshLimits LimitsOf(BatchKey key)
    {
        var general = refresh.CurrentValue;
        var provider = catalog.Find(key.Provider);
        var floor = provider is null ? TimeSpan.Zero
            : book.Settings(provider).MinRefreshSeconds is { } set ? TimeSpan.FromSeconds(set)
            : provider.MinimumInterval;
        var min = general.Min > floor ? general.Min : floor;
        return new RefreshLimits(min, general.Max > min ? general.Max : min, floor, general.NotFound, provider is null ? null : provider.FinalRecheck);
    }

    /// <summary>Asks the provider. Never throws for what a provider can do.</summary>
    /// <param name="key">The batch.</param>
    /// <param name="bound">The account that is known to hold it; null when none is.</param>
    /// <param name="last">The last snapshot; null when there is none.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<LookOutcome> LookAsync(BatchKey key, string? bound, BatchSnapshot? last, CancellationToken cancellationToken)
    {
        if (catalog.Find(key.Provider) is not { } provider)
        {
            return LookOutcome.Of(catalog.Unknown(key.Provider));
        }

        var accounts = book.AccountsOf(key.Tenant, provider);
        if (Refusal(provider, key, accounts) is { } refused)
        {
            return LookOutcome.Of(refused);
        }

        // An account that has left the settings can't be asked; the batch may have moved to another one with its key.
        var known = accounts.FirstOrDefault(account => account.Name == bound);
        LookOutcome? telling = null;
        using var wait = new BudgetWait(refresh.CurrentValue.RefreshWait, time);
        using var end = new CancellationTokenSource(LongestLook, time);
        foreach (var account in known is null ? accounts : [known])
        {
            var outcome = end.IsCancellationRequested
                ? LookOutcome.Of(TimedOut(provider, LongestLook))
                : await AskAsync(provider, account, key, new LookTurn(key.Tenant, IsKnown: bound is not null), last, wait, end.Token, cancellationToken);
            if (outcome.Batch is not null)
            {
                return outcome;
            }

            telling = telling is null || Telling(outcome.Fault!) > Telling(telling.Fault!) ? outcome : telling;
        }

        return telling!;
    }

    // A key is made by admission, but anybody in the cluster can call a grain by a key of their own making.
    private BatchFault? Refusal(IBatchProvider provider, BatchKey key, IReadOnlyList<ProviderAccount> accounts)
    {
        var admitted = BatchAdmissionGrain.Check(provider, key.Tenant, key.BatchId, book.Settings(provider), accounts);
        return admitted.Fault ?? (admitted.Key == key ? null : BatchAdmissionGrain.InvalidId(provider, "the canonical spelling that admission gives"));
    }

    private async Task<LookOutcome> AskAsync(
        IBatchProvider provider, ProviderAccount account, BatchKey key, LookTurn turn, BatchSnapshot? last, BudgetWait wait, CancellationToken end,
        CancellationToken cancellationToken)
    {
        var gate = gates.Of(account);
        if (gate.Pause is { } pause)
        {
            return Paused(provider, pause);
        }

        using var lease = await wait.AcquireAsync(gate.Budget, turn, cancellationToken);
        if (!lease.IsAcquired)
        {
            metrics.Refused(provider.Name, "budget");
            var after = lease.TryGetMetadata(MetadataName.RetryAfter, out var given) ? given : TimeSpan.FromSeconds(1);
            return LookOutcome.Of(Limited(
                $"The budget of calls to {provider.Name} is used up (Providers:{provider.Name}:RequestsPerSecond).", after));
        }

        // The pause may have begun while the look waited in line.
        if (gate.Pause is { } begun)
        {
            return Paused(provider, begun);
        }

        var start = time.GetTimestamp();
        var answer = await RetrieveAsync(provider, account, key.BatchId, last, end, cancellationToken);
        var latency = time.GetElapsedTime(start);
        if (answer.Fault is { Code: BatchFaultCode.ProviderUnavailable })
        {
            metrics.Refused(provider.Name, "circuit");
        }
        else
        {
            metrics.Called(provider.Name, answer.Fault, latency, answer.Calls);
        }

        gate.Health.Take(answer.Fault);
        gate.Budget.Charge(answer.Calls - 1);
        if (answer.Fault is { Code: BatchFaultCode.ProviderRateLimited })
        {
            gate.PauseFor(answer.RetryAfter ?? CustomaryPause);
        }

        return new LookOutcome
        {
            Batch = answer.Batch,
            Fault = answer.Fault,
            Account = answer.Batch is null ? null : account.Name,
            Raw = answer.Raw,
            RetryAfter = answer.RetryAfter,
            ShouldRetry = answer.ShouldRetry,
            Latency = latency,
        };
    }

    // Each request has its own limit. This one is for what else an adapter does: fetching a token, asking by a second route.
    private async Task<ProviderAnswer> RetrieveAsync(
        IBatchProvider provider, ProviderAccount account, string batchId, BatchSnapshot? last, CancellationToken end, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.FromSeconds(account.Settings.TimeoutSeconds * 2);
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end, cancellationToken);
        try
        {
            return await provider.RetrieveAsync(account, batchId, last, either.Token);
        }
        catch (Exception) when ((limit.IsCancellationRequested || end.IsCancellationRequested) && !cancellationToken.IsCancellationRequested)
        {
            return ProviderAnswer.Of(TimedOut(provider, limit.IsCancellationRequested ? longest : LongestLook));
        }
    }

    private static BatchFault TimedOut(IBatchProvider provider, TimeSpan limit) => new()
    {
        Code = BatchFaultCode.ProviderTimeout,
        Message = $"{provider.Name} did not answer within {limit.TotalSeconds:0.#} s, all requests together.",
    };

    private LookOutcome Paused(IBatchProvider provider, TimeSpan left)
    {
        metrics.Refused(provider.Name, "pause");
        return LookOutcome.Of(Limited($"{provider.Name} said that it is asked too often; it is left alone for a while.", left));
    }

    private static BatchFault Limited(string message, TimeSpan retryAfter) => new()
    {
        Code = BatchFaultCode.ProviderRateLimited,
        Message = message,
        RetryAfter = retryAfter,
    };

    // Several accounts, several faults: a 404 tells least, since the batch may be at the account that could not be asked.
    private static int Telling(BatchFault fault) => fault.Code switch
    {
        BatchFaultCode.BatchNotFound => 0,
        BatchFaultCode.ProviderAuthFailed => 3,
        BatchFaultCode.ProviderRateLimited => 2,
        _ => 1,
    };
}

using System.Threading.RateLimiting;

namespace BatchGrains.Grains.Accounts;

/// <summary>How long one look may wait for budgets, all its accounts together.</summary>
internal sealed class BudgetWait(TimeSpan limit, TimeProvider time) : IDisposable
{
    private CancellationTokenSource? _over;

    /// <summary>Leave for a call, or a refusal once the wait is over.</summary>
    public async ValueTask<RateLimitLease> AcquireAsync(AccountBudget budget, LookTurn turn, CancellationToken cancellationToken)
    {
        var lease = budget.AttemptAcquire(turn);
        if (lease.IsAcquired || limit <= TimeSpan.Zero)
        {
            return lease;
        }

        _over ??= new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancellationToken);
        if (!either.IsCancellationRequested)
        {
            try
            {
                lease = await budget.AcquireAsync(turn, 1, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The wait ended between the check and the call: the first refusal stands.
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return lease;
    }

    public void Dispose() => _over?.Dispose();
}

using System.Threading.RateLimiting;

namespace BatchGrains.Grains.Accounts;

/// <summary>
/// Calls a second for one account, with one second's worth as a burst. It is a token bucket like the library's own, which can neither
/// take turns among tenants nor tell the time by a <see cref="TimeProvider"/> (docs/decisions/0006-account-budget.md).
/// </summary>
internal sealed class AccountBudget : PartitionedRateLimiter<LookTurn>
{
    // A look waits for seconds at most, so a longer line could not be served anyway. One for each tenant, known and unknown apart: a flood
    // of one's own must not turn anybody else away.
    private const int LongestLine = 1_000;

    // Every fourth turn is for batches never seen: a flood of made-up ids leaves three quarters to the known ones, and they leave it a quarter.
    private const int TurnsOfKnown = 3;

    private readonly Func<double> _callsPerSecond;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly TenantQueue _known = new();
    private readonly TenantQueue _unknown = new();
    private double _tokens;
    private long _filledAt;
    private int _turn;

    public AccountBudget(Func<double> callsPerSecond, TimeProvider time)
    {
        _callsPerSecond = callsPerSecond;
        _time = time;
        _tokens = Capacity;
        _filledAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Serve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private double Rate => Math.Max(_callsPerSecond(), 0.001);

    private double Capacity => Math.Max(1, Rate);

    private int Waiting => _known.Count + _unknown.Count;

    /// <summary>Counts calls that were made beyond the one that was asked for; those to come wait the longer.</summary>
    public void Charge(int calls)
    {
        lock (_lock)
        {
            Fill();
            _tokens -= calls;
        }
    }

    public override RateLimiterStatistics? GetStatistics(LookTurn resource)
    {
        lock (_lock)
        {
            Fill();
            return new RateLimiterStatistics { CurrentAvailablePermits = (long)Math.Max(0, _tokens), CurrentQueuedCount = Waiting };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(LookTurn resource, int permitCount)
    {
        lock (_lock)
        {
            return TryTake() ? BudgetLease.Granted : BudgetLease.Refused(UntilNext(Waiting + 1));
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(LookTurn resource, int permitCount, CancellationToken cancellationToken)
    {
        PendingCall call;
        lock (_lock)
        {
            if (TryTake())
            {
                return BudgetLease.Granted;
            }

            var line = Line(resource);
            if (line.CountOf(resource.Tenant) >= LongestLine)
            {
                return BudgetLease.Refused(UntilNext(Waiting));
            }

            call = new PendingCall(resource);
            line.Add(call);
            Arm();
        }

        await using var leaves = cancellationToken.Register(static state =>
        {
            var (budget, left) = ((AccountBudget, PendingCall))state!;
            budget.Leave(left);
        }, (this, call));
        return await call.Answer.Task;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
        }

        base.Dispose(disposing);
    }

    private TenantQueue Line(LookTurn turn) => turn.IsKnown ? _known : _unknown;

    private bool TryTake()
    {
        Fill();
        if (Waiting > 0 || _tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    private void Leave(PendingCall call)
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (!Line(call.Turn).Remove(call))
            {
                return;
            }

            Fill();
            wait = UntilNext(Waiting + 1);
        }

        call.Answer.TrySetResult(BudgetLease.Refused(wait));
    }

    private void Serve()
    {
        lock (_lock)
        {
            Fill();
            while (_tokens >= 1 && Waiting > 0)
            {
                _tokens--;
                Next().Take().Answer.TrySetResult(BudgetLease.Granted);
            }

            Arm();
        }
    }

    private TenantQueue Next()
    {
        var wanted = _turn < TurnsOfKnown ? _known : _unknown;
        _turn = (_turn + 1) % (TurnsOfKnown + 1);
        return wanted.Count > 0 ? wanted : wanted == _known ? _unknown : _known;
    }

    private void Arm()
    {
        if (Waiting > 0)
        {
            _timer.Change(UntilNext(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(Capacity, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * Rate));
        _filledAt = now;
    }

    // A timer that fires a moment early would only be set again.
    private TimeSpan UntilNext(int calls) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, calls - _tokens) / Rate * 1000) + 1);
}

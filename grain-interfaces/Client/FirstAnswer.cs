namespace BatchGrains.Client;

/// <summary>
/// How long a wait waits for its first answer: no longer than the wait itself, but as long as a silo that can be reached needs for one from
/// what it holds, also where the wait has no time left.
/// </summary>
internal sealed class FirstAnswer : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Most = TimeSpan.FromDays(30);

    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public FirstAnswer(TimeSpan atMost, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        var limit = atMost == Timeout.InfiniteTimeSpan || atMost > Most ? Most : atMost < Least ? Least : atMost;
        _late = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, caller);
    }

    /// <summary>Ends what is asked when the caller leaves or the answer is late.</summary>
    public CancellationToken Token => _either.Token;

    public bool IsLate => _late.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>What is known when it is late.</summary>
    public static BatchReading Missing { get; } = new()
    {
        Fault = new BatchFault { Code = BatchFaultCode.Internal, Message = "No silo told of the batch before the wait was over." },
        Origin = BatchReadingOrigin.Miss,
    };

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}

using System.Threading.RateLimiting;

namespace BatchGrains.Grains.Accounts;

/// <summary>A call that waits for the budget.</summary>
internal sealed class PendingCall
{
    public PendingCall(LookTurn turn)
    {
        Turn = turn;
        Place = new LinkedListNode<PendingCall>(this);
    }

    public LookTurn Turn { get; }

    public LinkedListNode<PendingCall> Place { get; }

    public TaskCompletionSource<RateLimitLease> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

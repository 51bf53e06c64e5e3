namespace BatchGrains.Grains;

/// <summary>
/// Tells a batch's grain that it is to leave. <c>OnDeactivateAsync</c> comes too late for that: Orleans calls it when nothing runs in the grain
/// any more, neither a call nor a timer's turn, and lets new calls wait until then.
/// </summary>
internal sealed class DeactivationNotice : IActivationWorkingSetObserver
{
    public void OnDeactivating(IActivationWorkingSetMember member)
    {
        if (member is IGrainContext { GrainInstance: BatchGrain grain } context)
        {
            // Orleans tells from any thread and under a lock of its own.
            context.Scheduler.QueueAction(grain.Leave);
        }
    }
}

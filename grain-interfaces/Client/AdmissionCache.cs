namespace BatchGrains.Client;

/// <summary>Remembers which ids were admitted as which batch: about a minute, faults for a few seconds.</summary>
internal sealed class AdmissionCache(IGrainFactory grains, GrainCalls calls, TimeProvider time)
{
    private const int MaxEntries = 100_000;

    // Ids that are too long for any provider are refused by the grain and not kept: their length is the caller's choice.
    private const int LongestKept = 1024;

    private static readonly TimeSpan KeepAdmitted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepFaults = TimeSpan.FromSeconds(5);

    private readonly BoundedCache<(string Tenant, string Provider, string BatchId), Entry> _entries = new(MaxEntries, long.MaxValue);
    private readonly IBatchAdmission _admission = grains.GetGrain<IBatchAdmission>(0);

    public ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken) =>
        _entries.TryGet((tenant, provider, batchId), out var entry) && time.GetElapsedTime(entry.Since) < entry.Keep
            ? new(entry.Admission)
            : AskAsync(tenant, provider, batchId, cancellationToken);

    private async ValueTask<BatchAdmission> AskAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken)
    {
        var admission = await calls.RunAsync(
            (Grain: _admission, tenant, provider, batchId),
            static (asked, _) => asked.Grain.Admit(asked.tenant, asked.provider, asked.batchId),
            cancellationToken);
        if (tenant.Length + provider.Length + batchId.Length <= LongestKept)
        {
            var keep = admission.Fault is null ? KeepAdmitted : KeepFaults;
            _entries.Put((tenant, provider, batchId), new Entry(admission, time.GetTimestamp(), keep), 1);
        }

        return admission;
    }

    private sealed record Entry(BatchAdmission Admission, long Since, TimeSpan Keep);
}

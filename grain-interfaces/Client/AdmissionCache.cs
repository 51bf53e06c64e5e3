namespace BatchGrains.Client;

/// <summary>Remembers which ids were admitted as which batch: about a minute, faults for a few seconds.</summary>
internal sealed class AdmissionCache(GrainCalls calls, TimeProvider time)
{
    private const int MaxEntries = 100_000;
    private const long MaxBytes = 32L * 1024 * 1024;

    // The objects around the texts.
    private const int Overhead = 300;

    // Ids that are too long for any provider are refused by the grain and not kept: their length is the caller's choice.
    private const int LongestKept = 1024;

    private static readonly TimeSpan KeepAdmitted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepFaults = TimeSpan.FromSeconds(5);

    private readonly BoundedCache<(string Tenant, string Provider, string BatchId), Entry> _entries = new(MaxEntries, MaxBytes);

    public ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken) =>
        _entries.TryGet((tenant, provider, batchId), out var entry) && time.GetElapsedTime(entry.Since) < entry.Keep
            ? new(entry.Admission)
            : AskAsync(tenant, provider, batchId, cancellationToken);

    private async ValueTask<BatchAdmission> AskAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken)
    {
        var admission = await calls.RunAsync(
            (calls, tenant, provider, batchId),
            static (asked, _) => asked.calls.Admission.Admit(asked.tenant, asked.provider, asked.batchId),
            cancellationToken);
        if (tenant.Length + provider.Length + batchId.Length <= LongestKept && IsWorthKeeping(admission.Fault))
        {
            var keep = admission.Fault is null ? KeepAdmitted : KeepFaults;
            _entries.Put((tenant, provider, batchId), new Entry(admission, time.GetTimestamp(), keep), Bytes(tenant, provider, batchId, admission));
        }

        return admission;
    }

    // Anybody can make up any number of these, and pushes out those that count.
    private static bool IsWorthKeeping(BatchFault? fault) => fault?.Code is not (BatchFaultCode.InvalidBatchId or BatchFaultCode.UnknownProvider);

    private static long Bytes(string tenant, string provider, string batchId, BatchAdmission admission)
    {
        var characters = tenant.Length + provider.Length + batchId.Length + (admission.Fault?.Message.Length ?? 0);
        characters += admission.Key is { } key ? key.Tenant.Length + key.Provider.Length + key.BatchId.Length : 0;
        return (2L * characters) + Overhead;
    }

    private sealed record Entry(BatchAdmission Admission, long Since, TimeSpan Keep);
}

namespace BatchGrains.Client;

/// <summary>
/// Remembers which ids were admitted as which batch: about a minute, faults for a few seconds. For an hour an older admission is served at once
/// and asked for again behind the answer, so that nobody needs a cluster for what is kept here; the grain checks once more before each look.
/// </summary>
/// <param name="calls">How the cluster is asked.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Ends what is asked behind the answers.</param>
internal sealed class AdmissionCache(GrainCalls calls, TimeProvider time, CancellationToken stopping)
{
    private const int MaxEntries = 100_000;
    private const long MaxBytes = 32L * 1024 * 1024;

    // The objects around the texts.
    private const int Overhead = 300;

    // Ids that are too long for any provider are refused by the grain and not kept: their length is the caller's choice.
    private const int LongestKept = 1024;

    private static readonly TimeSpan KeepAdmitted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepFaults = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ServeAdmitted = TimeSpan.FromHours(1);

    private readonly BoundedCache<(string Tenant, string Provider, string BatchId), Entry> _entries = new(MaxEntries, MaxBytes);

    public ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken)
    {
        if (_entries.TryGet((tenant, provider, batchId), out var entry))
        {
            var age = time.GetElapsedTime(entry.Since);
            if (age < entry.Keep)
            {
                return new(entry.Admission);
            }

            if (entry.Admission.Key is not null && age < ServeAdmitted)
            {
                AskBehind(entry, tenant, provider, batchId);
                return new(entry.Admission);
            }
        }

        return AskAsync(tenant, provider, batchId, cancellationToken);
    }

    // Off the caller's scheduler and outside its trace: it does not wait for this.
    private void AskBehind(Entry entry, string tenant, string provider, string batchId)
    {
        if (!entry.TryBeginAsking())
        {
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await AskAsync(tenant, provider, batchId, stopping);
                }
                finally
                {
                    entry.EndAsking();
                }
            });
        }
    }

    private async ValueTask<BatchAdmission> AskAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken)
    {
        var admission = await calls.RunAsync(
            (calls, tenant, provider, batchId),
            static (asked, token) => new ValueTask<BatchAdmission>(
                asked.calls.Admission.Admit(asked.tenant, asked.provider, asked.batchId).AsTask().WaitAsync(token)),
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

    private sealed class Entry(BatchAdmission admission, long since, TimeSpan keep)
    {
        private int _asking;

        public BatchAdmission Admission => admission;

        public long Since => since;

        public TimeSpan Keep => keep;

        public bool TryBeginAsking() => Interlocked.Exchange(ref _asking, 1) == 0;

        public void EndAsking() => Volatile.Write(ref _asking, 0);
    }
}

using System.Diagnostics.Metrics;

namespace BatchGrains.Grains;

/// <summary>The meter <c>BatchGrains</c>: what providers are asked and what they answer.</summary>
internal sealed class LookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "BatchGrains";

    private readonly Histogram<double> _calls;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _reads;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _ends;

    public LookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateHistogram<double>("batchgrains.provider.call.duration", "s", "Calls to providers, by provider and outcome.");
        _refusals = meter.CreateCounter<long>(
            "batchgrains.looks.refused", "{look}", "Looks at an account that were refused before a call, by provider and reason.");
        _reads = meter.CreateCounter<long>("batchgrains.reads", "{read}", "Reads of batches that needed a look, by origin.");
        _writes = meter.CreateCounter<long>("batchgrains.snapshot.writes", "{write}", "Snapshots written to storage, by outcome.");
        _ends = meter.CreateCounter<long>("batchgrains.batches.ended", "{batch}", "Batches seen to end, by provider and status.");
    }

    /// <summary>Each call of a look counts, for an equal part of its time.</summary>
    public void Called(string provider, BatchFault? fault, TimeSpan latency, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            _calls.Record(
                latency.TotalSeconds / calls,
                new KeyValuePair<string, object?>("provider", provider),
                new KeyValuePair<string, object?>("outcome", fault?.Word ?? "ok"));
        }
    }

    /// <summary>A look came to no call.</summary>
    /// <param name="provider">Whom it would have asked.</param>
    /// <param name="reason">What kept it: <c>budget</c>, <c>pause</c> or <c>circuit</c>.</param>
    public void Refused(string provider, string reason) => _refusals.Add(
        1, new KeyValuePair<string, object?>("provider", provider), new KeyValuePair<string, object?>("reason", reason));

    public void Read(BatchReadingOrigin origin) => _reads.Add(1, new KeyValuePair<string, object?>("origin", origin switch
    {
        BatchReadingOrigin.Hit => "hit",
        BatchReadingOrigin.Miss => "miss",
        BatchReadingOrigin.Refreshed => "refreshed",
        _ => "stale",
    }));

    public void Written(bool ok) => _writes.Add(1, new KeyValuePair<string, object?>("outcome", ok ? "ok" : "failed"));

    public void Ended(string provider, BatchStatus status) => _ends.Add(
        1, new KeyValuePair<string, object?>("provider", provider), new KeyValuePair<string, object?>("status", status.Word));
}

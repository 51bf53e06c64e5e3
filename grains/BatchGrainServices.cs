using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains;

/// <summary>What all batches of a silo share, behind one reference: a hundred thousand of them are resident.</summary>
internal sealed class BatchGrainServices(
    ProviderLookup lookup, IOptionsMonitor<RefreshOptions> options, Jitter jitter, TimeProvider time, LookMetrics metrics, LookTraces traces,
    ILogger<BatchGrain> logger)
{
    public ProviderLookup Lookup { get; } = lookup;

    public IOptionsMonitor<RefreshOptions> Options { get; } = options;

    public Jitter Jitter { get; } = jitter;

    public TimeProvider Time { get; } = time;

    public LookMetrics Metrics { get; } = metrics;

    public LookTraces Traces { get; } = traces;

    public ILogger<BatchGrain> Logger { get; } = logger;
}

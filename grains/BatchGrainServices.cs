using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains;

/// <summary>What all batches of a silo share, behind one reference: a hundred thousand of them are resident.</summary>
internal sealed class BatchGrainServices : IDisposable
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public BatchGrainServices(
        ProviderLookup lookup, IOptionsMonitor<RefreshOptions> options, Jitter jitter, TimeProvider time, LookMetrics metrics,
        ILogger<BatchGrain> logger, IHostApplicationLifetime lifetime)
    {
        Lookup = lookup;
        Options = options;
        Jitter = jitter;
        Time = time;
        Metrics = metrics;
        Logger = logger;
        _registration = lifetime.ApplicationStopping.Register(() => _stopping.TrySetResult());
    }

    public ProviderLookup Lookup { get; }

    public IOptionsMonitor<RefreshOptions> Options { get; }

    public Jitter Jitter { get; }

    public TimeProvider Time { get; }

    public LookMetrics Metrics { get; }

    public ILogger<BatchGrain> Logger { get; }

    /// <summary>Ends when the silo begins to stop: a leaving grain lets its calls end first, so those that wait must not wait on.</summary>
    public Task Stopping => _stopping.Task;

    public void Dispose() => _registration.Dispose();
}

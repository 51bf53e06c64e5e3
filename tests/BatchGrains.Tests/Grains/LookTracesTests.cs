using System.Collections.Concurrent;
using System.Diagnostics;
using BatchGrains.Grains;

namespace BatchGrains.Tests.Grains;

/// <summary>A request's trace goes on through the grain to the provider.</summary>
public sealed class LookTracesTests : IDisposable
{
    private readonly ActivitySource _requests = new(nameof(LookTracesTests));
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public LookTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is LookTraces.SourceName or nameof(LookTracesTests) or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }

    [Fact]
    public async Task A_call_to_the_provider_is_made_in_the_trace_of_the_read_that_needed_it()
    {
        await using var cluster = await GrainCluster.StartAsync(traces: true);
        ActivityTraceId? called = null;
        cluster.Provider.Answer = _ =>
        {
            called = Activity.Current?.TraceId;
            return ScriptedProvider.Running();
        };

        using var request = _requests.StartActivity("request");
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(request!.TraceId, called);
        var look = await LookOfAsync(request);
        Assert.Equal("scripted", look.GetTagItem("provider"));
        Assert.Equal(ActivityStatusCode.Unset, look.Status);
    }

    [Fact]
    public async Task A_look_that_failed_says_why_in_its_span()
    {
        await using var cluster = await GrainCluster.StartAsync(traces: true);
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderTimeout);

        using var request = _requests.StartActivity("request");
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        var look = await LookOfAsync(request!);
        Assert.Equal((ActivityStatusCode.Error, "provider_timeout"), (look.Status, look.StatusDescription));
    }

    // A look ends a moment after those who wait for it have their answer.
    private async Task<Activity> LookOfAsync(Activity request)
    {
        bool IsLook(Activity span) => span.Source.Name == LookTraces.SourceName && span.TraceId == request.TraceId;
        await Eventually.Holds(() => _spans.Any(IsLook));
        return Assert.Single(_spans, IsLook);
    }
}

using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Grains;

public sealed class LookFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_that_fails_in_our_own_code_is_an_internal_fault_and_is_tried_again()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => throw new InvalidOperationException("a bug");
        var failed = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(BatchFaultCode.Internal, failed.Fault!.Code);
        Assert.DoesNotContain("a bug", failed.Fault.Message, StringComparison.Ordinal);
        Assert.NotNull(reading.Snapshot);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_taken_up_leaves_no_caller_hanging()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ProviderAnswer.Of((Batch)null!);

        Assert.Equal(BatchFaultCode.Internal, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Fault!.Code);
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_a_time_out_after_twice_the_limit_of_a_request()
    {
        await using var cluster = await GrainCluster.StartAsync(new() { ["Providers:scripted:TimeoutSeconds"] = "10" });
        var reading = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        await cluster.Provider.NextCallAsync(Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(19));
        await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        Assert.False(reading.IsCompleted);

        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BatchFaultCode.ProviderTimeout, (await reading).Fault!.Code);
    }

    [Fact]
    public async Task No_cache_asks_again_for_an_id_that_is_not_known_after_the_minimum_interval_though_the_back_off_is_longer()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderError);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.Equal(2, cluster.Provider.Calls);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();

        cluster.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Null((await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel)).Snapshot);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot);

        Assert.NotNull((await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel)).Snapshot);
        Assert.Equal(3, cluster.Provider.Calls);
    }
}

namespace BatchGrains.Tests.Grains;

public sealed class WaitForChangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiting_call_is_answered_by_the_scheduled_look_that_sees_a_change()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => null;

        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(15), Cancel).AsTask();
        await AdvanceUntil(cluster, () => cluster.Provider.Calls == 2);
        (await cluster.Provider.NextCallAsync(Cancel)).Reply.SetResult(ScriptedProvider.Running(2));

        Assert.Equal(2, (await waiting).Snapshot!.Version);
    }

    [Fact]
    public async Task Nobody_reading_and_nobody_waiting_means_no_calls()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(6), Cancel).AsTask();
        await AdvanceUntil(cluster, () => waiting.IsCompleted);
        var calls = cluster.Provider.Calls;

        for (var minute = 0; minute < 60; minute++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        Assert.True(cluster.Provider.Calls <= calls + 1, "One look may have been on its way; no more may follow.");
    }

    [Fact]
    public async Task A_look_that_was_due_for_a_waiting_call_is_not_made_once_the_call_has_left()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        using var leaving = new CancellationTokenSource();
        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(15), leaving.Token).AsTask();
        await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Turns(cluster);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Turns(cluster);

        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-60_000)]
    public async Task A_wait_of_no_length_is_a_read(int milliseconds)
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        var reading = await cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromMilliseconds(milliseconds), Cancel);

        Assert.Equal(first.Snapshot.ETag, reading.Snapshot!.ETag);
    }

    [Fact]
    public async Task A_wait_ends_after_fifteen_seconds_however_long_it_was_to_be()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromDays(1), Cancel).AsTask();
        var waited = TimeSpan.Zero;
        while (!waiting.IsCompleted)
        {
            await Turns(cluster);
            if (!waiting.IsCompleted)
            {
                cluster.Time.Advance(TimeSpan.FromSeconds(1));
                waited += TimeSpan.FromSeconds(1);
            }
        }

        Assert.Equal(first.Snapshot.ETag, (await waiting).Snapshot!.ETag);
        Assert.InRange(waited.TotalSeconds, 14, 20);
    }

    [Fact]
    public async Task A_wait_goes_on_through_a_fault_and_hears_of_the_change_after_it()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = call => cluster.Provider.Calls < 3
            ? ScriptedProvider.Fault(BatchFaultCode.ProviderError)
            : ScriptedProvider.Running(2);

        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(15), Cancel).AsTask();
        while (!waiting.IsCompleted)
        {
            await Turns(cluster);
            cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        var reading = await waiting;
        Assert.Equal(2, reading.Snapshot!.Version);
        Assert.Null(reading.Fault);
        Assert.Equal(3, cluster.Provider.Calls);
    }

    [Fact]
    public async Task All_who_wait_share_the_scheduled_looks()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);

        var waiting = Enumerable.Range(0, 200)
            .Select(_ => cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(15), Cancel).AsTask()).ToList();
        await Turns(cluster);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.All(await Task.WhenAll(waiting), reading => Assert.Equal(2, reading.Snapshot!.Version));
        Assert.Equal(2, cluster.Provider.Calls);
    }

    private static Task AdvanceUntil(GrainCluster cluster, Func<bool> holds) => Eventually.HoldsAsync(async () =>
    {
        // So that time does not run away from what it began.
        await Turns(cluster);
        if (!holds())
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        return holds();
    });

    // Whatever was sent to the grain before has been taken up after these.
    private static async Task Turns(GrainCluster cluster)
    {
        for (var turn = 0; turn < 20; turn++)
        {
            await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchGrains.Tests.Grains;

public sealed class DepartureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grain_that_is_to_leave_in_the_middle_of_its_first_look_ends_it_for_its_callers()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var before = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        var call = await cluster.Provider.NextCallAsync(Cancel);

        var left = cluster.DeactivateAsync(cluster.Batch());
        var after = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        call.Reply.SetResult(ScriptedProvider.Running());

        Assert.NotNull((await before).Snapshot);
        Assert.NotNull((await after).Snapshot);
        await left;
        Assert.Equal(1, cluster.Provider.MostInFlight);
        Assert.NotNull(Assert.Single(cluster.Storage.Records).Snapshot);
    }

    [Fact]
    public async Task A_grain_that_is_to_leave_breaks_off_a_look_that_hangs_and_its_batch_is_read_elsewhere()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        await HangingRefreshAsync(cluster);
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);

        var left = cluster.DeactivateAsync(cluster.Batch());
        var read = await cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal(2, read.Snapshot!.Version);
        await left;
        Assert.Equal(3, cluster.Provider.Calls);
        Assert.Equal(1, cluster.Provider.MostInFlight);
    }

    [Fact]
    public async Task A_first_look_that_hangs_gets_as_long_as_a_stale_read_waits_before_a_grain_that_is_to_leave_sends_its_callers_elsewhere()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var before = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        await cluster.Provider.NextCallAsync(Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        var left = cluster.DeactivateAsync(cluster.Batch());
        var after = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => before.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.NotNull((await after).Snapshot);
        await left;
        Assert.Equal(1, cluster.Provider.MostInFlight);
    }

    [Fact]
    public async Task A_fault_of_before_is_not_given_for_a_look_that_was_broken_off()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderError);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => null;
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var read = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        await cluster.Provider.NextCallAsync(Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(2));

        await cluster.DeactivateAsync(cluster.Batch()).WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => read);
    }

    [Fact]
    public async Task A_grain_that_is_to_leave_answers_those_who_wait_for_a_change_at_once()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(14), Cancel).AsTask();
        await cluster.Time.TimerAsync(TimeSpan.FromSeconds(14), Cancel);

        await cluster.DeactivateAsync(cluster.Batch()).WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal(first.Snapshot.ETag, (await waiting).Snapshot!.ETag);
    }

    [Fact]
    public async Task Those_who_wait_at_a_silo_that_is_to_stop_go_on_waiting_until_it_hands_its_batches_over()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        var silo = Assert.Single(cluster.Orleans.Silos);
        silo.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(14), Cancel).AsTask();
        await cluster.Time.TimerAsync(TimeSpan.FromSeconds(14), Cancel);
        await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        Assert.False(waiting.IsCompleted);

        await cluster.Orleans.StopSiloAsync(silo, Cancel);

        Assert.Equal(first.Snapshot.ETag, (await waiting).Snapshot!.ETag);
    }

    [Fact]
    public async Task A_read_that_waits_for_a_look_and_then_for_a_change_does_not_begin_to_wait_at_a_grain_that_is_to_leave()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => null;
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var waiting = cluster.Batch().WaitForChange(first.Snapshot!.ETag, TimeSpan.FromSeconds(15), Cancel).AsTask();
        var call = await cluster.Provider.NextCallAsync(Cancel);

        var left = cluster.DeactivateAsync(cluster.Batch());
        var elsewhere = cluster.Batch().Read(BatchReadOptions.Stored, Cancel).AsTask();
        call.Reply.SetResult(ScriptedProvider.Running());

        Assert.Equal(first.Snapshot.ETag, (await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Snapshot!.ETag);
        await left;
        await elsewhere;
    }

    [Fact]
    public async Task A_grain_that_leaves_before_its_write_has_succeeded_tries_once_more()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.FailsWrites = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Running(3);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.FailsWrites = false;

        await cluster.DeactivateAsync(cluster.Batch());

        Assert.Equal(3, Assert.Single(cluster.Storage.Records).Snapshot!.Batch.RequestCounts!.Completed);
    }

    [Fact]
    public async Task A_grain_that_moves_to_another_silo_takes_its_snapshot_along()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        await MoveAsync(cluster);

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.Equal(first.Snapshot!.ETag, reading.Snapshot!.ETag);
        Assert.Equal(first.Snapshot.Version, reading.Snapshot.Version);
        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_snapshot_that_could_not_be_written_before_its_grain_moved_is_written_where_it_has_moved_to()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.FailsWrites = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.IsFinal);
        await cluster.Storage.NextWriteAsync(Cancel);
        await MoveAsync(cluster);
        cluster.Storage.FailsWrites = false;

        Assert.True((await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.IsFinal);
        await cluster.DeactivateAsync(cluster.Batch());

        Assert.True(Assert.Single(cluster.Storage.Records).Snapshot!.IsFinal);
    }

    [Fact]
    public async Task A_flood_of_made_up_ids_that_is_only_looked_up_in_the_cache_does_not_stay_in_memory()
    {
        await using var cluster = await GrainCluster.StartAsync();
        for (var number = 0; number < 100; number++)
        {
            await cluster.Batch($"made-up-{number}").Read(BatchReadOptions.Stored, Cancel);
        }

        Assert.Equal(100, await cluster.ActivationsAsync());
        cluster.Time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.HoldsAsync(async () => await cluster.ActivationsAsync() == 0);
        Assert.Equal(0, cluster.Provider.Calls);
    }

    [Fact]
    public async Task An_id_that_keeps_failing_is_asked_for_less_and_less_as_long_as_it_is_read()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderError);
        var calls = new List<int>();
        for (var second = 0; second <= 135; second++)
        {
            var before = cluster.Provider.Calls;
            Assert.Equal(BatchFaultCode.ProviderError, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Fault!.Code);
            if (cluster.Provider.Calls > before)
            {
                calls.Add(second);
            }

            cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 5, 15, 35, 75, 135], calls);
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderError)]
    [InlineData(BatchFaultCode.ProviderTimeout)]
    [InlineData(BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.ProviderBadResponse)]
    public async Task The_back_off_grows_for_slow_pollers_too(BatchFaultCode code)
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(code);
        for (var read = 0; read < 30; read++)
        {
            await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
            cluster.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(cluster.Provider.Calls, 5, 8);
    }

    [Fact]
    public async Task An_id_that_the_budget_had_no_room_for_does_not_stay_in_memory()
    {
        await using var cluster = await GrainCluster.StartAsync(new()
        {
            ["Providers:scripted:RequestsPerSecond"] = "1",
            ["Refresh:RefreshWaitSeconds"] = "0",
        });
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.ProviderError);
        for (var number = 0; number < 50; number++)
        {
            await cluster.Batch($"made-up-{number}").Read(BatchReadOptions.Default, Cancel);
        }

        Assert.Equal(1, cluster.Provider.Calls);
        cluster.Time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.HoldsAsync(async () => await cluster.ActivationsAsync() == 1);
    }

    // A batch with a stored snapshot, and a look at it that the provider has not answered when readers no longer wait for it.
    private static async Task HangingRefreshAsync(GrainCluster cluster)
    {
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Provider.Answer = _ => null;
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var stale = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        await cluster.Provider.NextCallAsync(Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(BatchReadingOrigin.Stale, (await stale).Origin);
    }

    private static Task MoveAsync(GrainCluster cluster)
    {
        Assert.True(cluster.Orleans.TryGetGrainContext(cluster.Batch().GetGrainId(), out var context));
        var other = cluster.Orleans.Silos.First(silo => !silo.SiloAddress.Equals(context.Address.SiloAddress));
        return cluster.Orleans.MigrateAsync(cluster.Batch(), other.SiloAddress);
    }
}

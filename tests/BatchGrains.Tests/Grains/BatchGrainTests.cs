namespace BatchGrains.Tests.Grains;

public sealed class BatchGrainTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_readers_of_a_cold_batch_share_one_call()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var reads = Enumerable.Range(0, 1000).Select(_ => cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask()).ToList();
        var call = await cluster.Provider.NextCallAsync(Cancel);
        // A message that is sent later may arrive earlier.
        await Eventually.Holds(() => cluster.Reads == 1000);
        call.Reply.SetResult(ScriptedProvider.Running());

        var readings = await Task.WhenAll(reads);

        Assert.All(readings, reading => Assert.Equal(BatchStatus.InProgress, reading.Snapshot!.Status));
        Assert.Equal(1, cluster.Provider.Calls);
        Assert.Contains(readings, reading => reading is { Origin: BatchReadingOrigin.Miss, Collapsed: false });
        Assert.Contains(readings, reading => reading is { Origin: BatchReadingOrigin.Miss, Collapsed: true });
    }

    [Fact]
    public async Task A_caller_that_goes_away_does_not_end_the_look_for_the_others()
    {
        await using var cluster = await GrainCluster.StartAsync();
        using var leaving = new CancellationTokenSource();
        var left = cluster.Batch().Read(BatchReadOptions.Default, leaving.Token).AsTask();
        var call = await cluster.Provider.NextCallAsync(Cancel);
        var stays = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        call.Reply.SetResult(ScriptedProvider.Running());

        Assert.NotNull((await stays).Snapshot);
        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_fresh_snapshot_is_served_without_a_call()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(4.9));

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(BatchReadingOrigin.Hit, reading.Origin);
        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_stale_read_gets_the_new_state_when_the_provider_answers_in_time()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(BatchReadingOrigin.Refreshed, reading.Origin);
        Assert.Equal(2, reading.Snapshot!.Batch.RequestCounts!.Completed);
        Assert.Equal(2, reading.Snapshot.Version);
    }

    [Fact]
    public async Task A_stale_read_gets_the_old_state_after_two_seconds_while_the_look_goes_on()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => null;
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        var waiting = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        var call = await cluster.Provider.NextCallAsync(Cancel);
        Assert.False(waiting.IsCompleted);
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        var old = await waiting;
        call.Reply.SetResult(ScriptedProvider.Running(7));
        await Eventually.HoldsAsync(async () => (await cluster.Batch().Read(BatchReadOptions.Stored, Cancel)).Snapshot!.Version == 2);
        var reading = await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);

        Assert.Equal(BatchReadingOrigin.Stale, old.Origin);
        Assert.Null(old.Fault);
        Assert.Equal(1, old.Snapshot!.Version);
        Assert.Equal(7, reading.Snapshot!.Batch.RequestCounts!.Completed);
        Assert.Equal(2, cluster.Provider.Calls);
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderTimeout)]
    [InlineData(BatchFaultCode.ProviderRateLimited)]
    [InlineData(BatchFaultCode.ProviderError)]
    [InlineData(BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.ProviderBadResponse)]
    [InlineData(BatchFaultCode.ProviderUnavailable)]
    [InlineData(BatchFaultCode.BatchNotFound)]
    public async Task Whatever_the_provider_does_the_last_snapshot_is_served_with_the_reason(BatchFaultCode code)
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(code);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        var stale = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        var again = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(BatchReadingOrigin.Stale, stale.Origin);
        Assert.Equal(code, stale.Fault!.Code);
        Assert.Equal(first.Snapshot!.ETag, stale.Snapshot!.ETag);
        Assert.Equal(first.Snapshot.ObservedAt, stale.Snapshot.ObservedAt);
        Assert.Equal(code, again.Fault!.Code);
        Assert.Equal(2, cluster.Provider.Calls);
    }

    [Fact]
    public async Task An_unknown_id_is_remembered_for_a_few_seconds()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.BatchNotFound);

        for (var read = 0; read < 50; read++)
        {
            Assert.Equal(BatchFaultCode.BatchNotFound, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Fault!.Code);
        }

        Assert.Equal(1, cluster.Provider.Calls);
        Assert.Equal(0, cluster.Storage.Writes);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.Equal(2, cluster.Provider.Calls);
    }

    [Fact]
    public async Task An_id_that_was_made_up_does_not_stay_in_memory()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.BatchNotFound);
        for (var number = 0; number < 100; number++)
        {
            await cluster.Batch($"made-up-{number}").Read(BatchReadOptions.Default, Cancel);
        }

        Assert.Equal(100, await cluster.ActivationsAsync());
        cluster.Time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.HoldsAsync(async () => await cluster.ActivationsAsync() == 0);
        Assert.Equal(100, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_final_batch_is_never_looked_at_again_also_after_a_restart_of_its_grain()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Time.Advance(TimeSpan.FromDays(2));
        await cluster.DeactivateAsync(cluster.Batch());

        var reading = await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel);

        Assert.Equal(first.Snapshot!.ETag, reading.Snapshot!.ETag);
        Assert.Equal(first.Snapshot.Version, reading.Snapshot.Version);
        Assert.Null(reading.NextLookAt);
        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_final_batch_that_may_reopen_is_looked_at_again_rarely_and_shown_reopened()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Recheck = TimeSpan.FromHours(1);
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.IsFinal);
        Assert.Equal(1, cluster.Provider.Calls);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        cluster.Time.Advance(TimeSpan.FromMinutes(1));

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(BatchStatus.InProgress, reading.Snapshot!.Status);
        Assert.Equal(2, cluster.Provider.Calls);
    }

    [Fact]
    public async Task No_cache_looks_again_but_not_sooner_than_the_minimum_interval()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(100));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel); // unchanged for 100 s: fresh for 10 s now
        Assert.Equal(2, cluster.Provider.Calls);

        cluster.Time.Advance(TimeSpan.FromSeconds(4));
        await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel);
        Assert.Equal(2, cluster.Provider.Calls);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var reading = await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel);

        Assert.Equal(3, cluster.Provider.Calls);
        Assert.Equal(BatchReadingOrigin.Refreshed, reading.Origin);
    }

    [Fact]
    public async Task Only_if_cached_never_looks()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var nothing = await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Time.Advance(TimeSpan.FromHours(1));
        var stale = await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);

        Assert.Equal(BatchFaultCode.NotCached, nothing.Fault!.Code);
        Assert.NotNull(stale.Snapshot);
        Assert.Equal(1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_batch_seen_before_is_gone_after_five_looks_over_five_minutes_and_not_before()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.BatchNotFound);
        var start = cluster.Time.GetUtcNow();

        BatchReading reading;
        do
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(61));
            reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
            if (cluster.Provider.Calls < 6 || cluster.Time.GetUtcNow() - start < TimeSpan.FromMinutes(5))
            {
                Assert.NotNull(reading.Snapshot);
            }
        }
        while (reading.Snapshot is not null && cluster.Provider.Calls < 20);

        Assert.Null(reading.Snapshot);
        Assert.Equal(BatchFaultCode.BatchNotFound, reading.Fault!.Code);
        await Eventually.Holds(() => !cluster.Storage.Records.Any());
    }
}

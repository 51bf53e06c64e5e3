namespace BatchGrains.Tests.Grains;

/// <summary>What becomes of a batch's record when storage is slow, fails, or is written by another.</summary>
public sealed class SnapshotWritingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storage_is_written_only_when_what_the_batch_says_has_changed()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        for (var look = 0; look < 5; look++)
        {
            cluster.Time.Advance(TimeSpan.FromMinutes(2));
            await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        }

        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);

        Assert.Equal(7, cluster.Provider.Calls);
        Assert.Equal(2, cluster.Storage.Writes);
    }

    [Fact]
    public async Task A_failing_storage_fails_no_read_and_gets_the_newest_snapshot_once_it_is_back()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.FailsWrites = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        Assert.NotNull((await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.Version);

        cluster.Storage.FailsWrites = false;
        await Eventually.HoldsAsync(async () =>
        {
            await Turns(cluster);
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return cluster.Storage.Writes > 0;
        });

        Assert.Equal(2, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
    }

    [Fact]
    public async Task A_write_that_meets_anothers_is_settled_for_what_was_seen_last()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.Touch();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);

        Assert.Equal(2, Assert.Single(cluster.Storage.Records).Snapshot!.Batch.RequestCounts!.Completed);
    }

    [Fact]
    public async Task Storage_that_is_slower_than_the_batch_changes_still_gets_the_newest_snapshot()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.Gate = new TaskCompletionSource();
        for (var change = 1; change <= 4; change++)
        {
            cluster.Provider.Answer = _ => ScriptedProvider.Running(change);
            Assert.Equal(change, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.Version);
            cluster.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, cluster.Storage.Tries);
        cluster.Storage.Gate.SetResult();
        await Eventually.Holds(() => cluster.Storage.Writes == 2);

        Assert.Equal(4, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
    }

    [Fact]
    public async Task Writes_that_fail_are_tried_again_after_one_second_then_two_then_four()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.FailsWrites = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var tries = cluster.Storage.Tries;
            await Turns(cluster);
            cluster.Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            await Turns(cluster);
            Assert.Equal(tries, cluster.Storage.Tries);
            cluster.Time.Advance(TimeSpan.FromSeconds(0.1));
            await cluster.Storage.NextWriteAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_record_that_another_activation_wrote_later_is_taken_over_not_overwritten()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        var later = (await cluster.Batch("other").Read(BatchReadOptions.Default, Cancel)).Snapshot! with
        {
            Status = BatchStatus.Completed,
            ETag = "W/\"later\"",
            Version = 9,
            ObservedAt = cluster.Time.GetUtcNow() + TimeSpan.FromHours(1),
        };
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.Replace(state => state with { Snapshot = later });
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        await Eventually.HoldsAsync(async () => (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.ETag == later.ETag);

        var calls = cluster.Provider.Calls;
        cluster.Time.Advance(TimeSpan.FromHours(1));
        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.True(reading.Snapshot!.IsFinal);
        Assert.Equal(9, reading.Snapshot.Version);
        Assert.Equal(calls, cluster.Provider.Calls);
    }

    [Fact]
    public async Task Those_who_wait_learn_of_a_final_record_that_another_activation_wrote_and_it_is_read_again_when_it_may_change()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Recheck = TimeSpan.FromHours(1);
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        var first = (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!;
        await cluster.Storage.NextWriteAsync(Cancel);
        var later = first with
        {
            Status = BatchStatus.Completed,
            ETag = "W/\"later\"",
            Version = 9,
            ObservedAt = cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(1),
        };
        cluster.Storage.Replace(state => state with { Snapshot = later });
        cluster.Storage.Gate = new TaskCompletionSource();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var second = (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!;
        var waiting = cluster.Batch().WaitForChange(second.ETag, TimeSpan.FromSeconds(15), Cancel).AsTask();
        await Turns(cluster);
        Assert.False(waiting.IsCompleted);

        cluster.Storage.Gate.SetResult();

        Assert.Equal(later.ETag, (await waiting).Snapshot!.ETag);
        var calls = cluster.Provider.Calls;
        cluster.Time.Advance(TimeSpan.FromMinutes(59));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.Equal(calls, cluster.Provider.Calls);
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        Assert.Equal(calls + 1, cluster.Provider.Calls);
    }

    [Fact]
    public async Task A_record_that_another_activation_wrote_before_is_followed_by_a_higher_version()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.Replace(state => state with { Snapshot = state.Snapshot! with { Version = 9, ETag = "W/\"before\"" } });
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);

        Assert.Equal(10, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
        await Eventually.HoldsAsync(async () => (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.Version == 10);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_to_be_done()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.LosesAnswers = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        cluster.Storage.LosesAnswers = false;
        await Eventually.HoldsAsync(async () =>
        {
            await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return cluster.Storage.Tries == 2;
        });

        await cluster.DeactivateAsync(cluster.Batch());

        Assert.Equal(1, cluster.Storage.Writes);
        Assert.Equal(1, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
    }

    [Fact]
    public async Task A_record_that_could_not_be_read_at_first_is_found_once_storage_is_back()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        var first = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        await cluster.DeactivateAsync(cluster.Batch());
        cluster.Storage.FailsReads = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Fault(BatchFaultCode.BatchNotFound);
        Assert.Equal(BatchFaultCode.BatchNotFound, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Fault!.Code);
        cluster.Storage.FailsReads = false;
        for (var second = 0; second < 5; second++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        }

        var reading = await cluster.Batch().Read(BatchReadOptions.Default, Cancel);

        Assert.Equal(first.Snapshot!.ETag, reading.Snapshot!.ETag);
        Assert.Equal(2, cluster.Provider.Calls);
    }

    [Fact]
    public async Task With_storage_down_a_read_is_answered_by_the_provider_and_the_record_follows_the_old_one()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        await cluster.DeactivateAsync(cluster.Batch());
        cluster.Storage.FailsReads = true;
        cluster.Storage.FailsWrites = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        Assert.Equal(2, (await cluster.Batch().Read(BatchReadOptions.Default, Cancel)).Snapshot!.Batch.RequestCounts!.Completed);
        await cluster.Storage.NextWriteAsync(Cancel);

        cluster.Storage.FailsReads = false;
        cluster.Storage.FailsWrites = false;
        await Eventually.HoldsAsync(async () =>
        {
            await Turns(cluster);
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return cluster.Storage.Writes == 2;
        });

        Assert.Equal(2, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
        Assert.Equal(2, (await cluster.Batch().Read(BatchReadOptions.Stored, Cancel)).Snapshot!.Version);
    }

    [Fact]
    public async Task A_conflict_while_records_can_not_be_read_is_not_taken_for_a_write_that_was_done()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Running(1);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);
        await cluster.DeactivateAsync(cluster.Batch());
        cluster.Storage.FailsReads = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Running(2);
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await Eventually.HoldsAsync(async () =>
        {
            await Turns(cluster);
            return cluster.Storage.Tries > 1;
        });

        cluster.Storage.FailsReads = false;
        await Eventually.HoldsAsync(async () =>
        {
            await Turns(cluster);
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return cluster.Storage.Writes == 2;
        });

        Assert.Equal(2, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
    }

    private static async Task Turns(GrainCluster cluster)
    {
        for (var turn = 0; turn < 20; turn++)
        {
            await cluster.Batch().Read(BatchReadOptions.Stored, Cancel);
        }
    }
}

namespace BatchGrains.Tests.Grains;

/// <summary>Batches that have ended, at a provider that may still change them, are looked at again rarely.</summary>
public sealed class FinalRecheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recheck_that_found_nothing_new_is_not_repeated_by_the_next_activation()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Recheck = TimeSpan.FromHours(6);
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
        await cluster.Storage.NextWriteAsync(Cancel);

        cluster.Time.Advance(TimeSpan.FromHours(7));
        for (var poll = 0; poll < 10; poll++)
        {
            await cluster.Batch().Read(BatchReadOptions.Default, Cancel);
            await cluster.DeactivateAsync(cluster.Batch());
            cluster.Time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal(2, cluster.Provider.Calls);
        Assert.Equal(2, cluster.Storage.Writes);
        Assert.Equal(1, Assert.Single(cluster.Storage.Records).Snapshot!.Version);
    }

    [Fact]
    public async Task A_final_batch_that_can_not_change_is_written_once()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Provider.Answer = _ => ScriptedProvider.Ended();
        for (var poll = 0; poll < 3; poll++)
        {
            await cluster.Batch().Read(BatchReadOptions.LookNow, Cancel);
            await cluster.DeactivateAsync(cluster.Batch());
            cluster.Time.Advance(TimeSpan.FromHours(7));
        }

        Assert.Equal(1, cluster.Provider.Calls);
        Assert.Equal(1, cluster.Storage.Writes);
    }
}

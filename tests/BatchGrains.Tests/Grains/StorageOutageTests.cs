namespace BatchGrains.Tests.Grains;

/// <summary>What storage that is away costs those who read.</summary>
public sealed class StorageOutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_read_waits_once_for_storage_that_hangs()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.Storage.HangsReads = true;
        cluster.Provider.Answer = _ => ScriptedProvider.Running();

        var read = cluster.Batch().Read(BatchReadOptions.Default, Cancel).AsTask();
        await cluster.Time.TimerAsync(TimeSpan.FromSeconds(5), Cancel);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull((await read.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).Snapshot);
        Assert.Equal(1, cluster.Storage.Reads);
    }
}

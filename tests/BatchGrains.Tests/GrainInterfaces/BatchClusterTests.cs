using BatchGrains.Client;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace BatchGrains.Tests.GrainInterfaces;

/// <summary>The reader on a real cluster whose silos leave, with a grain in place of the real one.</summary>
public sealed class BatchClusterTests : IAsyncLifetime
{
    private readonly StagedGrains _grains = new();
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => _grains.AddTo(silo));
        builder.ConfigureClient(client => client.Services.AddBatchGrainsClientCache());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_wait_outlives_the_silo_that_holds_the_batch()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var batch = _cluster.Client.ServiceProvider.GetRequiredService<IBatchReader>().GetBatch("openai", "batch_1");
        var known = await batch.GetAsync(cancellationToken: limit.Token);
        var wait = batch.WaitForCompletionAsync(Timeout.InfiniteTimeSpan, limit.Token).AsTask();
        var first = await _grains.Holders.Reader.ReadAsync(limit.Token);

        await _cluster.KillSiloAsync(Silo(first), limit.Token);
        var second = await _grains.Holders.Reader.ReadAsync(limit.Token);
        _grains.Status = BatchStatus.Completed;
        _grains.Changed.TrySetResult();
        var reading = await wait;

        Assert.NotEqual(first, second);
        Assert.NotEqual(known.ETag, reading.Snapshot?.ETag);
        Assert.Equal(BatchStatus.Completed, reading.Snapshot?.Status);
    }

    [Fact]
    public async Task A_read_finds_the_batch_again_after_its_silo_left()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var batch = _cluster.Client.GetBatch("openai", "batch_2");
        await batch.GetAsync(cancellationToken: limit.Token);
        var first = await _grains.Readers.Reader.ReadAsync(limit.Token);

        await _cluster.StopSiloAsync(Silo(first), limit.Token);
        var reading = await batch.LookNowAsync(limit.Token);

        Assert.NotNull(reading.Snapshot);
        Assert.NotEqual(first, await _grains.Readers.Reader.ReadAsync(limit.Token));
    }

    private InProcessSiloHandle Silo(string address) => _cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == address);
}

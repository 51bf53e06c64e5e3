using System.Collections.Concurrent;
using System.Collections.Immutable;
using BatchGrains.Client;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.TestingHost;

namespace BatchGrains.Tests.GrainInterfaces;

/// <summary>The reader on a real cluster whose silos leave, with a grain in place of the real one.</summary>
public sealed class BatchClusterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Stage _stage = new();
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => silo
            .Configure<GrainTypeOptions>(types =>
            {
                types.Classes.RemoveWhere(type => type.IsAssignableTo(typeof(IBatchGrain)) || type.IsAssignableTo(typeof(IBatchAdmission)));
                types.Classes.Add(typeof(StagedBatch));
                types.Classes.Add(typeof(StagedAdmission));
            })
            .Services.AddSingleton(_stage));
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
        var first = await _stage.Holders.Reader.ReadAsync(limit.Token);

        await _cluster.KillSiloAsync(_cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == first));
        var second = await _stage.Holders.Reader.ReadAsync(limit.Token);
        _stage.Status = BatchStatus.Completed;
        _stage.Changed.TrySetResult();
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
        var first = await _stage.Readers.Reader.ReadAsync(limit.Token);

        await _cluster.StopSiloAsync(_cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == first));
        var reading = await batch.LookNowAsync(limit.Token);

        Assert.NotNull(reading.Snapshot);
        Assert.NotEqual(first, await _stage.Readers.Reader.ReadAsync(limit.Token));
    }

    private sealed class Stage
    {
        public System.Threading.Channels.Channel<string> Holders { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public System.Threading.Channels.Channel<string> Readers { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public BatchStatus Status { get; set; } = BatchStatus.InProgress;

        public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Private, so that Orleans' code generator leaves them alone: they are in no other test's cluster.
    private sealed class StagedBatch(Stage stage, ILocalSiloDetails silo) : Grain, IBatchGrain
    {
        public ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken)
        {
            stage.Readers.Writer.TryWrite(silo.SiloAddress.ToParsableString());
            return new(Now());
        }

        public async ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
        {
            if (Now().Snapshot?.ETag == knownETag)
            {
                stage.Holders.Writer.TryWrite(silo.SiloAddress.ToParsableString());
                await stage.Changed.Task.WaitAsync(cancellationToken);
            }

            return Now();
        }

        private BatchReading Now() => new()
        {
            Snapshot = new BatchSnapshot
            {
                Json = "{}"u8.ToArray(),
                ETag = $"W/\"{stage.Status}\"",
                Version = 1,
                Status = stage.Status,
                ObservedAt = Noon,
                ChangedAt = Noon,
                LatencyMilliseconds = 1,
            },
            NextLookAt = Noon,
        };
    }

    private sealed class StagedAdmission : Grain, IBatchAdmission
    {
        public ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId) =>
            new(new BatchAdmission { Key = BatchKey.Create(tenant, provider, batchId) });

        public ValueTask<ImmutableArray<string>> Providers() => new(ImmutableArray.Create("openai"));
    }
}

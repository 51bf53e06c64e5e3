using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace BatchGrains.Tests.GrainInterfaces;

/// <summary>Grains in place of the real ones, for tests of those who call them.</summary>
internal sealed class StagedGrains
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The silos at which waits have arrived.</summary>
    public Channel<string> Holders { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The silos at which reads have arrived.</summary>
    public Channel<string> Readers { get; } = Channel.CreateUnbounded<string>();

    public BatchStatus Status { get; set; } = BatchStatus.InProgress;

    public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddTo(ISiloBuilder silo) => silo
        .Configure<GrainTypeOptions>(types =>
        {
            types.Classes.RemoveWhere(type => type.IsAssignableTo(typeof(IBatchGrain)) || type.IsAssignableTo(typeof(IBatchAdmission)));
            types.Classes.Add(typeof(StagedBatch));
            types.Classes.Add(typeof(StagedAdmission));
        })
        .Services.AddSingleton(this);

    // Private, so that Orleans' code generator leaves them alone: they are in no other test's cluster.
    private sealed class StagedBatch(StagedGrains grains, ILocalSiloDetails silo) : Grain, IBatchGrain
    {
        public ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken)
        {
            grains.Readers.Writer.TryWrite(silo.SiloAddress.ToParsableString());
            return new(Now());
        }

        public async ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
        {
            if (Now().Snapshot?.ETag == knownETag)
            {
                grains.Holders.Writer.TryWrite(silo.SiloAddress.ToParsableString());
                await grains.Changed.Task.WaitAsync(cancellationToken);
            }

            return Now();
        }

        private BatchReading Now() => new()
        {
            Snapshot = new BatchSnapshot
            {
                Json = "{}"u8.ToArray(),
                ETag = $"W/\"{grains.Status}\"",
                Version = 1,
                Status = grains.Status,
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

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace BatchGrains.Tests.GrainInterfaces.Client;

internal sealed class FakeAdmission : IBatchAdmission
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What the next calls do instead of answering.</summary>
    public ConcurrentQueue<Func<Task>> Accidents { get; } = new();

    /// <summary>What every call does instead of answering.</summary>
    public Func<Task>? Broken { get; set; }

    public BatchFault? Fault { get; set; }

    /// <summary>Takes the part after the last colon for the canonical id.</summary>
    public async ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId)
    {
        Interlocked.Increment(ref _calls);
        if ((Accidents.TryDequeue(out var accident) ? accident : Broken) is { } happens)
        {
            await happens();
        }

        return Fault is null
            ? new BatchAdmission { Key = BatchKey.Create(tenant, provider, batchId[(batchId.LastIndexOf(':') + 1)..]) }
            : new BatchAdmission { Fault = Fault };
    }

    public ValueTask<ImmutableArray<string>> Providers() => new(ImmutableArray.Create("openai"));
}

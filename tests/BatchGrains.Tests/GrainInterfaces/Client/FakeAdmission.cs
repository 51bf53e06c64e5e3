using System.Collections.Immutable;

namespace BatchGrains.Tests.GrainInterfaces.Client;

internal sealed class FakeAdmission : IBatchAdmission
{
    public int Calls { get; private set; }

    public BatchFault? Fault { get; set; }

    /// <summary>Takes the part after the last colon for the canonical id.</summary>
    public ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId)
    {
        Calls++;
        return new(Fault is null
            ? new BatchAdmission { Key = BatchKey.Create(tenant, provider, batchId[(batchId.LastIndexOf(':') + 1)..]) }
            : new BatchAdmission { Fault = Fault });
    }

    public ValueTask<ImmutableArray<string>> Providers() => new(ImmutableArray.Create("openai"));
}

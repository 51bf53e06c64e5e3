using System.Collections.Immutable;
using BatchGrains;

namespace NextContracts;

internal sealed class NextAdmission : Grain, IBatchAdmission
{
    public ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId) =>
        new(new BatchAdmission { Key = BatchKey.Create(tenant, provider, batchId) });

    public ValueTask<ImmutableArray<string>> Providers() => new(ImmutableArray.Create("openai"));
}

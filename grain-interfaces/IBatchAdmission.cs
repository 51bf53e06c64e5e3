using System.Collections.Immutable;
using Orleans.Concurrency;

namespace BatchGrains;

/// <summary>
/// Says, without any call to a provider, whether a batch may be asked for, and which grain it is: two spellings of one batch are one grain.
/// Any instance answers the same; use key 0.
/// </summary>
[Alias("BatchGrains.IBatchAdmission")]
public interface IBatchAdmission : IGrainWithIntegerKey
{
    /// <summary>Checks provider, id and configuration, in this order.</summary>
    [AlwaysInterleave]
    [Alias("Admit")]
    ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId);

    /// <summary>The names of all providers that are known, in alphabetical order.</summary>
    [AlwaysInterleave]
    [Alias("Providers")]
    ValueTask<ImmutableArray<string>> Providers();
}

/// <summary>Either the key of a batch's grain, or the fault that keeps it from being asked for.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchAdmission")]
public sealed record BatchAdmission
{
    /// <summary>The key, with the provider's canonical id.</summary>
    [Id(0)]
    public BatchKey? Key { get; init; }

    /// <summary>Why the batch can't be asked for.</summary>
    [Id(1)]
    public BatchFault? Fault { get; init; }
}

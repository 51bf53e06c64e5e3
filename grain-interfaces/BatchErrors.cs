using System.Collections.Immutable;

namespace BatchGrains;

/// <summary>Why a batch as a whole failed.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchErrors")]
public sealed record BatchErrors
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object => "list";

    /// <summary>The errors, in the provider's order.</summary>
    [Id(0)]
    public ImmutableArray<BatchError> Data { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(BatchErrors? other) => other is not null && Data.AsSpan().SequenceEqual(other.Data.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Data.IsDefaultOrEmpty ? 0 : HashCode.Combine(Data.Length, Data[0]);
}

/// <summary>One error of a batch.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchError")]
public sealed record BatchError
{
    /// <summary>The provider's code for it.</summary>
    [Id(0)]
    public string? Code { get; init; }

    /// <summary>What is wrong, for people.</summary>
    [Id(1)]
    public string? Message { get; init; }

    /// <summary>The parameter that caused it.</summary>
    [Id(2)]
    public string? Param { get; init; }

    /// <summary>The line of the input file, from 1.</summary>
    [Id(3)]
    public long? Line { get; init; }
}

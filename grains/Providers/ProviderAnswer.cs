namespace BatchGrains.Grains.Providers;

/// <summary>What came of one look: a batch, or a fault.</summary>
internal sealed record ProviderAnswer
{
    public Batch? Batch { get; private init; }

    public BatchFault? Fault { get; private init; }

    /// <summary>The provider's JSON as it was read, without what was skipped; empty where it may not be kept.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>How long the provider asks to be left alone, also in a successful answer.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>x-should-retry</c>, where the provider sends it.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>How many calls it took: more than one where a provider has several routes.</summary>
    public int Calls { get; init; } = 1;

    public static ProviderAnswer Of(Batch batch) => new() { Batch = batch };

    public static ProviderAnswer Of(BatchFault fault) => new() { Fault = fault, RetryAfter = fault.RetryAfter };
}

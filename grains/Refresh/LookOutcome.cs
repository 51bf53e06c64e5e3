namespace BatchGrains.Grains.Refresh;

/// <summary>What came of one look, whichever accounts it asked.</summary>
internal sealed record LookOutcome
{
    /// <summary>The batch, when an account knows it.</summary>
    public Batch? Batch { get; init; }

    /// <summary>The most telling fault, when none does.</summary>
    public BatchFault? Fault { get; init; }

    /// <summary>The account that knows the batch.</summary>
    public string? Account { get; init; }

    public ReadOnlyMemory<byte> Raw { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool? ShouldRetry { get; init; }

    /// <summary>How long the provider took to answer.</summary>
    public TimeSpan Latency { get; init; }

    public static LookOutcome Of(BatchFault fault) => new() { Fault = fault, RetryAfter = fault.RetryAfter };
}

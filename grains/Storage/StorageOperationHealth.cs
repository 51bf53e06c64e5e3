namespace BatchGrains.Grains.Storage;

internal sealed record StorageOperationHealth
{
    public long Successes { get; init; }

    public long Failures { get; init; }

    public int ConsecutiveFailures { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>The kind of the last failure, for instance <c>RequestFailedException</c>.</summary>
    public string? LastFault { get; init; }
}

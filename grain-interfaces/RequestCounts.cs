namespace BatchGrains;

/// <summary>How many of a batch's requests are in which state. A member that is not known is null.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.RequestCounts")]
public sealed record RequestCounts
{
    /// <summary>All requests of the batch.</summary>
    [Id(0)]
    public long? Total { get; init; }

    /// <summary>Requests that ended well, as OpenAI counts them.</summary>
    [Id(1)]
    public long? Completed { get; init; }

    /// <summary>Requests that ended with an error.</summary>
    [Id(2)]
    public long? Failed { get; init; }

    /// <summary>Requests that ended well.</summary>
    [Id(3)]
    public long? Succeeded { get; init; }

    /// <summary>Requests that were not done when the batch expired.</summary>
    [Id(4)]
    public long? Expired { get; init; }

    /// <summary>Requests that were not done when the batch was cancelled.</summary>
    [Id(5)]
    public long? Canceled { get; init; }

    /// <summary>Requests that are still to be done.</summary>
    [Id(6)]
    public long? Pending { get; init; }
}

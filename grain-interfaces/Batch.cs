using System.Text.Json;
using System.Text.Json.Serialization;
using BatchGrains.Serialization;

namespace BatchGrains;

/// <summary>
/// One batch in the shape that every provider's answer is turned into: OpenAI's batch, with the counts and fields that others add.
/// </summary>
/// <remarks>
/// What the provider did not say is null, never zero or an invented value. Only <see cref="Endpoint"/>, <see cref="InputFileId"/> and
/// <see cref="CompletionWindow"/> are never null, since OpenAI's clients take them for granted; unknown, they are "". Times are Unix seconds.
/// Two batches are equal when their JSON is.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.Batch")]
public sealed record Batch
{
    /// <summary>What the provider calls the batch.</summary>
    [Id(0)]
    [JsonPropertyOrder(0)]
    public required string Id { get; init; }

    /// <summary>Always <c>batch</c>.</summary>
    [JsonPropertyOrder(1)]
    public string Object => "batch";

    /// <summary>The route that each request of the batch is for, such as <c>/v1/chat/completions</c>; "" when unknown.</summary>
    [Id(1)]
    [JsonPropertyOrder(2)]
    public string Endpoint { get; init; } = "";

    /// <summary>The model of the whole batch.</summary>
    [Id(2)]
    [JsonPropertyOrder(3)]
    public string? Model { get; init; }

    /// <summary>The file, dataset or bucket that holds the requests; "" when unknown.</summary>
    [Id(3)]
    [JsonPropertyOrder(4)]
    public string InputFileId { get; init; } = "";

    /// <summary>The time within which the batch is to be done, such as <c>24h</c>; "" when unknown.</summary>
    [Id(4)]
    [JsonPropertyOrder(5)]
    public string CompletionWindow { get; init; } = "";

    /// <summary>One of OpenAI's eight states. The provider's own word stands in <see cref="ProcessingStatus"/>.</summary>
    [Id(5)]
    [JsonPropertyOrder(6)]
    public required BatchStatus Status
    {
        get => BatchStatuses.Known(field);
        init;
    }

    /// <summary>How many requests are in which state, as far as it is known.</summary>
    [Id(6)]
    [JsonPropertyOrder(7)]
    public RequestCounts? RequestCounts { get; init; }

    /// <summary>The creator's own notes, in ordinal order of their names.</summary>
    [Id(7)]
    [JsonPropertyOrder(8)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When the batch was created.</summary>
    [Id(8)]
    [JsonPropertyOrder(9)]
    public long? CreatedAt { get; init; }

    /// <summary>When the batch expires or would have.</summary>
    [Id(9)]
    [JsonPropertyOrder(10)]
    public long? ExpiresAt { get; init; }

    /// <summary>When processing began.</summary>
    [Id(10)]
    [JsonPropertyOrder(11)]
    public long? InProgressAt { get; init; }

    /// <summary>When the writing of results began.</summary>
    [Id(11)]
    [JsonPropertyOrder(12)]
    public long? FinalizingAt { get; init; }

    /// <summary>When the batch was completed.</summary>
    [Id(12)]
    [JsonPropertyOrder(13)]
    public long? CompletedAt { get; init; }

    /// <summary>When the batch failed.</summary>
    [Id(13)]
    [JsonPropertyOrder(14)]
    public long? FailedAt { get; init; }

    /// <summary>When the batch expired.</summary>
    [Id(14)]
    [JsonPropertyOrder(15)]
    public long? ExpiredAt { get; init; }

    /// <summary>When its cancellation was asked for.</summary>
    [Id(15)]
    [JsonPropertyOrder(16)]
    public long? CancellingAt { get; init; }

    /// <summary>When it was cancelled.</summary>
    [Id(16)]
    [JsonPropertyOrder(17)]
    public long? CancelledAt { get; init; }

    /// <summary>Where the results are.</summary>
    [Id(17)]
    [JsonPropertyOrder(18)]
    public string? OutputFileId { get; init; }

    /// <summary>Where the errors of single requests are.</summary>
    [Id(18)]
    [JsonPropertyOrder(19)]
    public string? ErrorFileId { get; init; }

    /// <summary>Why the batch as a whole failed.</summary>
    [Id(19)]
    [JsonPropertyOrder(20)]
    public BatchErrors? Errors { get; init; }

    /// <summary>The provider's own word for the state, verbatim; null where it has none.</summary>
    [Id(20)]
    [JsonPropertyOrder(21)]
    public string? ProcessingStatus { get; init; }

    /// <summary>An address that gives the results.</summary>
    [Id(21)]
    [JsonPropertyOrder(22)]
    public string? ResultsUrl { get; init; }

    /// <summary>When the provider dropped the results.</summary>
    [Id(22)]
    [JsonPropertyOrder(23)]
    public long? ArchivedAt { get; init; }

    /// <summary>The name of the long-running operation behind the batch.</summary>
    [Id(23)]
    [JsonPropertyOrder(24)]
    public string? OperationName { get; init; }

    /// <summary>Whether the operation has ended.</summary>
    [Id(24)]
    [JsonPropertyOrder(25)]
    public bool? Done { get; init; }

    /// <summary>A whole percent, 0 to 100.</summary>
    [Id(25)]
    [JsonPropertyOrder(26)]
    public int? Progress { get; init; }

    /// <summary>Tokens used, as the provider's own JSON object.</summary>
    [Id(26)]
    [JsonPropertyOrder(27)]
    [JsonConverter(typeof(RawJsonConverter))]
    public string? Usage { get; init; }

    // A dictionary is not equal to another that says the same, and a list of all members would miss the next one.
    /// <inheritdoc/>
    public bool Equals(Batch? other) => ReferenceEquals(this, other)
        || (other is not null && Id == other.Id && Status == other.Status && Json(this).AsSpan().SequenceEqual(Json(other)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Status);

    private static byte[] Json(Batch batch) => JsonSerializer.SerializeToUtf8Bytes(batch, BatchJson.Default.Batch);
}

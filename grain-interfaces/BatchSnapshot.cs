using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BatchGrains.Serialization;

namespace BatchGrains;

/// <summary>
/// What a provider said of a batch, and when. It never changes; a new answer makes a new snapshot.
/// </summary>
/// <remarks>
/// It travels and is kept as the JSON that HTTP callers get, which was written once, when the batch changed; <see cref="Batch"/> reads it on first use.
/// Two snapshots are equal when they are of the same state, seen at the same time.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchSnapshot")]
public sealed record BatchSnapshot
{
    [NonSerialized]
    private Batch? _batch;

    /// <summary>The batch as one JSON object in UTF-8, without <c>extra_fields</c>.</summary>
    [Id(0)]
    public required ReadOnlyMemory<byte> Json
    {
        get;
        init
        {
            field = value;
            // A copy with other JSON is of another batch.
            _batch = null;
        }
    }

    /// <summary>A weak HTTP entity tag, <c>W/"…"</c>: a hash of what the batch says, equal on every node and after a restart.</summary>
    [Id(1)]
    public required string ETag { get; init; }

    /// <summary>Counts the changes that were seen, from 1. It never goes back while the batch is stored.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>The state of the batch; one that only a later version knows is in progress.</summary>
    [Id(3)]
    public required BatchStatus Status
    {
        get => BatchStatuses.Known(field);
        init;
    }

    /// <summary>When the provider last answered, by the clock of the silo that asked.</summary>
    [Id(4)]
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When a change was last seen; the first look counts as one.</summary>
    [Id(5)]
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>How long the provider took to answer, in milliseconds.</summary>
    [Id(6)]
    public required long LatencyMilliseconds { get; init; }

    /// <summary>The provider's own answer; empty unless the service is set to keep it.</summary>
    [Id(7)]
    public ReadOnlyMemory<byte> RawResponse { get; init; }

    /// <summary>Completed, failed, expired or cancelled: it is served for ever and the provider is not asked again, but for a few documented exceptions.</summary>
    [JsonIgnore]
    public bool IsFinal => Status.IsTerminal;

    /// <summary>The batch. Read from <see cref="Json"/> once, on first use.</summary>
    [JsonIgnore]
    public Batch Batch => _batch ??= JsonSerializer.Deserialize(Json.Span, BatchJson.Default.Batch)
        ?? throw new InvalidOperationException("The snapshot holds no batch.");

    /// <inheritdoc/>
    public bool Equals(BatchSnapshot? other) => ReferenceEquals(this, other)
        || (other is not null && ETag == other.ETag && Version == other.Version && Status == other.Status && ObservedAt == other.ObservedAt);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ETag, Version, Status, ObservedAt);

    /// <summary>For logs: which state was seen when. The JSON is not read for it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"BatchSnapshot {{ ETag = {ETag}, Version = {Version}, Status = {Status.Word}, ObservedAt = {ObservedAt:O} }}");
}

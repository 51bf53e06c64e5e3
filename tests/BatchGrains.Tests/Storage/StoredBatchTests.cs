using System.Text;
using System.Text.Json;
using BatchGrains.Grains;
using BatchGrains.Grains.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>What is stored of a batch can be read again, whatever its values are: a batch that is over must outlive the whole cluster.</summary>
public sealed class StoredBatchTests
{
    private static readonly JsonStateSerializer Serializer = new(BatchStateJson.Default.Options);

    public static TheoryData<string> Statuses => [.. Enum.GetNames<BatchStatus>()];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_is_read_as_it_was_stored(string status)
    {
        var snapshot = Snapshot(Enum.Parse<BatchStatus>(status), latency: 12);

        Assert.Equal(snapshot.Status, Again(snapshot).Status);
    }

    [Fact]
    public void A_provider_that_answers_within_a_millisecond_makes_a_record_that_can_be_read()
    {
        var snapshot = Again(Snapshot(BatchStatus.Completed, latency: 0));

        Assert.Equal(0, snapshot.LatencyMilliseconds);
        Assert.Equal("W/\"abc\"", snapshot.ETag);
        Assert.Equal("""{"id":"b1"}""", Encoding.UTF8.GetString(snapshot.Json.Span));
        Assert.True(snapshot.RawResponse.IsEmpty);
    }

    [Fact]
    public void The_batch_is_stored_as_the_JSON_that_is_served()
    {
        var stored = Serializer.Serialize(new BatchState { Snapshot = Snapshot(BatchStatus.Completed, latency: 1) }).ToString();

        Assert.Contains("""
            "json":{"id":"b1"}
            """, stored, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_from_the_rest_is_not_stored()
    {
        var stored = Serializer.Serialize(new BatchState { Snapshot = Snapshot(BatchStatus.Completed, latency: 0) });

        using var record = JsonDocument.Parse(stored);
        Assert.Equal(
            ["json", "eTag", "version", "status", "observedAt", "changedAt", "latencyMilliseconds", "rawResponse"],
            record.RootElement.GetProperty("snapshot").EnumerateObject().Select(member => member.Name));
    }

    private static BatchSnapshot Again(BatchSnapshot snapshot)
    {
        var stored = Serializer.Serialize(new BatchState { Snapshot = snapshot, Account = "default" });
        return Serializer.Deserialize<BatchState>(stored).Snapshot!;
    }

    private static BatchSnapshot Snapshot(BatchStatus status, long latency) => new()
    {
        Json = """{"id":"b1"}"""u8.ToArray(),
        ETag = "W/\"abc\"",
        Version = 1,
        Status = status,
        ObservedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        ChangedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        LatencyMilliseconds = latency,
    };
}

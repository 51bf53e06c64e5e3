using System.Text;

namespace BatchGrains.Tests.GrainInterfaces;

public sealed class BatchSnapshotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Snapshots_of_one_state_seen_at_one_time_are_equal_whether_they_were_read_or_not()
    {
        var read = Snapshot("b1");
        var unread = Snapshot("b1");
        Assert.Equal("b1", read.Batch.Id);

        Assert.Equal(read, unread);
        Assert.Equal(read.GetHashCode(), unread.GetHashCode());
    }

    [Fact]
    public void Another_tag_version_status_or_time_is_another_snapshot()
    {
        var one = Snapshot("b1");

        Assert.NotEqual(one, one with { ETag = "W/\"2\"" });
        Assert.NotEqual(one, one with { Version = 2 });
        Assert.NotEqual(one, one with { Status = BatchStatus.Completed });
        Assert.NotEqual(one, one with { ObservedAt = Noon.AddSeconds(1) });
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void A_copy_with_other_json_is_read_anew()
    {
        var one = Snapshot("b1");
        Assert.Equal("b1", one.Batch.Id);

        Assert.Equal("b2", (one with { Json = Json("b2") }).Batch.Id);
        Assert.Same(one.Batch, (one with { ObservedAt = Noon.AddSeconds(5) }).Batch);
    }

    [Fact]
    public void The_text_for_logs_needs_no_valid_json() =>
        Assert.Contains("W/\"1\"", (Snapshot("b1") with { Json = "nonsense"u8.ToArray() }).ToString(), StringComparison.Ordinal);

    private static BatchSnapshot Snapshot(string id) => new()
    {
        Json = Json(id),
        ETag = "W/\"1\"",
        Version = 1,
        Status = BatchStatus.InProgress,
        ObservedAt = Noon,
        ChangedAt = Noon,
        LatencyMilliseconds = 12,
    };

    private static ReadOnlyMemory<byte> Json(string id) => Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","status":"in_progress"}""");
}

using System.Text;
using System.Text.Json;
using BatchGrains.Grains;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Grains;

public sealed class SnapshotRendererTests
{
    [Fact]
    public void A_batch_of_which_little_is_known_has_only_what_is_always_there() => Assert.Equal(
        """{"id":"b1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress"}""",
        Text(new Batch { Id = "b1", Status = BatchStatus.InProgress }));

    [Fact]
    public void A_batch_of_which_all_is_known_has_the_seeds_fields_in_order()
    {
        var text = Text(new Batch
        {
            Id = "b1",
            Endpoint = "/v1/chat/completions",
            Model = "m",
            InputFileId = "f1",
            CompletionWindow = "24h",
            Status = BatchStatus.Failed,
            RequestCounts = new RequestCounts { Total = 5, Completed = 0, Failed = 1, Succeeded = 0, Expired = 2, Canceled = 2, Pending = 0 },
            Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "\"ü\"" },
            CreatedAt = 1,
            ExpiresAt = 2,
            InProgressAt = 3,
            FinalizingAt = 4,
            CompletedAt = 5,
            FailedAt = 6,
            ExpiredAt = 7,
            CancellingAt = 8,
            CancelledAt = 9,
            OutputFileId = "f2",
            ErrorFileId = "f3",
            Errors = new BatchErrors { Data = [new BatchError { Code = "c", Message = "m", Line = 3 }] },
            ProcessingStatus = "FAILED",
            ResultsUrl = "https://x/?a=1&b=2",
            ArchivedAt = 10,
            OperationName = "o",
            Done = true,
            Progress = 20,
            Usage = """{"total_tokens":7}""",
        });

        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            [
                "id", "object", "endpoint", "model", "input_file_id", "completion_window", "status", "request_counts", "metadata", "created_at",
                "expires_at", "in_progress_at", "finalizing_at", "completed_at", "failed_at", "expired_at", "cancelling_at", "cancelled_at",
                "output_file_id", "error_file_id", "errors", "processing_status", "results_url", "archived_at", "operation_name", "done", "progress",
                "usage",
            ],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"total":5,"completed":0,"failed":1,"succeeded":0,"expired":2,"canceled":2,"pending":0}""", Raw(json, "request_counts"));
        Assert.Equal("""{"object":"list","data":[{"code":"c","message":"m","line":3}]}""", Raw(json, "errors"));
        Assert.Equal("""{"total_tokens":7}""", Raw(json, "usage"));
        Assert.Equal("""{"a":"1","b":"\"ü\""}""", Raw(json, "metadata"));
        Assert.Equal("\"https://x/?a=1&b=2\"", Raw(json, "results_url"));
    }

    [Fact]
    public void Counts_that_are_not_known_are_absent_and_zero_is_zero() => Assert.Contains(
        "\"request_counts\":{\"total\":3,\"failed\":0}",
        Text(new Batch { Id = "b1", Status = BatchStatus.InProgress, RequestCounts = new RequestCounts { Total = 3, Failed = 0 } }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(BatchStatus.Validating, "validating")]
    [InlineData(BatchStatus.Failed, "failed")]
    [InlineData(BatchStatus.InProgress, "in_progress")]
    [InlineData(BatchStatus.Finalizing, "finalizing")]
    [InlineData(BatchStatus.Completed, "completed")]
    [InlineData(BatchStatus.Expired, "expired")]
    [InlineData(BatchStatus.Cancelling, "cancelling")]
    [InlineData(BatchStatus.Cancelled, "cancelled")]
    public void Each_status_is_one_of_eight_words(BatchStatus status, string word) =>
        Assert.Contains($"\"status\":\"{word}\"", Text(new Batch { Id = "b1", Status = status }), StringComparison.Ordinal);

    [Fact]
    public void The_tag_is_weak_and_the_same_on_every_machine() =>
        // A known value: it must not change with versions of the runtime, or every client's copy would be void after an upgrade.
        Assert.Equal("W/\"99aa06d3014798d86001c324468d497f\"", SnapshotRenderer.ETag([]));

    [Property]
    public bool Equal_batches_have_equal_tags_and_others_have_others(string id, long? total, long? other, string endpoint)
    {
        var one = Made(id, total, endpoint);
        return Tag(one) == Tag(Made(id, total, endpoint)) && (Tag(one) == Tag(Made(id, other, endpoint))) == (total == other);

        static Batch Made(string id, long? total, string endpoint) => new()
        {
            Id = id ?? "",
            Status = BatchStatus.InProgress,
            Endpoint = endpoint ?? "",
            RequestCounts = new RequestCounts { Total = total },
        };
    }

    [Property]
    public void Whatever_text_a_provider_sends_it_is_valid_json_and_reads_back(string text)
    {
        var words = string.Concat((text ?? "").Where(letter => !char.IsSurrogate(letter)));
        var json = SnapshotRenderer.Render(new Batch { Id = words, Status = BatchStatus.Failed, ProcessingStatus = words });
        using var read = JsonDocument.Parse(json);
        Assert.Equal(words, read.RootElement.GetProperty("processing_status").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_not_refused()
    {
        using var read = JsonDocument.Parse(SnapshotRenderer.Render(new Batch { Id = "a\ud800b", Status = BatchStatus.Failed }));
        Assert.Equal("a\ufffdb", read.RootElement.GetProperty("id").GetString());
    }

    private static string Text(Batch batch) => Encoding.UTF8.GetString(SnapshotRenderer.Render(batch).Span);

    private static string Tag(Batch batch) => SnapshotRenderer.ETag(SnapshotRenderer.Render(batch).Span);

    private static string Raw(JsonDocument json, string member) => json.RootElement.GetProperty(member).GetRawText();
}

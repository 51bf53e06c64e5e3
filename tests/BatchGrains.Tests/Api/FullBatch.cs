using System.Collections.Immutable;
using System.Text.Json;
using BatchGrains.Serialization;

namespace BatchGrains.Tests.Api;

/// <summary>A batch of which everything is known.</summary>
internal static class FullBatch
{
    public static string Json { get; } = JsonSerializer.Serialize(
        new Batch
        {
            Id = "b1",
            Endpoint = "/v1/chat/completions",
            Model = "gpt-5",
            InputFileId = "file-1",
            CompletionWindow = "24h",
            Status = BatchStatus.Failed,
            RequestCounts = new RequestCounts { Total = 6, Completed = 1, Failed = 1, Succeeded = 1, Expired = 1, Canceled = 1, Pending = 1 },
            Metadata = new Dictionary<string, string> { ["a"] = "b" },
            CreatedAt = 1,
            ExpiresAt = 2,
            InProgressAt = 3,
            FinalizingAt = 4,
            CompletedAt = 5,
            FailedAt = 6,
            ExpiredAt = 7,
            CancellingAt = 8,
            CancelledAt = 9,
            OutputFileId = "file-2",
            ErrorFileId = "file-3",
            Errors = new BatchErrors { Data = ImmutableArray.Create(new BatchError { Code = "c", Message = "m", Param = "p", Line = 4 }) },
            ProcessingStatus = "FAILED",
            ResultsUrl = "https://example.com/results",
            ArchivedAt = 10,
            OperationName = "operations/1",
            Done = true,
            Progress = 50,
            Usage = """{"total_tokens":7}""",
        },
        BatchJson.Default.Batch);
}

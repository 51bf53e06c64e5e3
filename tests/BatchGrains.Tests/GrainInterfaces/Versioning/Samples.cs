using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>One value of each wire type with every member set, and Orleans' own serialiser for them.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static Serializer Serializer { get; } = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static BatchReading Reading { get; } = new()
    {
        Snapshot = new BatchSnapshot
        {
            Json = """{"id":"batch_1","object":"batch","status":"finalizing"}"""u8.ToArray(),
            ETag = "W/\"abc\"",
            Version = 3,
            Status = BatchStatus.Finalizing,
            ObservedAt = Noon,
            ChangedAt = Noon.AddMinutes(-5),
            LatencyMilliseconds = 120,
            RawResponse = "{}"u8.ToArray(),
        },
        Fault = new BatchFault { Code = BatchFaultCode.ProviderTimeout, Message = "No answer.", RetryAfter = TimeSpan.FromSeconds(30) },
        Origin = BatchReadingOrigin.Stale,
        Collapsed = true,
        NextLookAt = Noon.AddMinutes(1),
    };

    public static Batch Batch { get; } = new()
    {
        Id = "batch_1",
        Endpoint = "/v1/chat/completions",
        Model = "a-model",
        InputFileId = "file_1",
        CompletionWindow = "24h",
        Status = BatchStatus.Failed,
        RequestCounts = new RequestCounts { Total = 7, Completed = 1, Failed = 2, Succeeded = 3, Expired = 4, Canceled = 5, Pending = 6 },
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
        OutputFileId = "file_2",
        ErrorFileId = "file_3",
        Errors = new BatchErrors { Data = [new BatchError { Code = "c", Message = "m", Param = "p", Line = 10 }] },
        ProcessingStatus = "failed",
        ResultsUrl = "https://example.com/results",
        ArchivedAt = 11,
        OperationName = "operations/1",
        Done = true,
        Progress = 42,
        Usage = """{"total_tokens":1}""",
    };

    public static BatchReadOptions Options { get; } = new() { MaxAge = TimeSpan.FromSeconds(5), OnlyIfCached = true };

    public static BatchAdmission Admission { get; } = new()
    {
        Key = BatchKey.Create("acme", "bedrock", "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/a1"),
        Fault = new BatchFault { Code = BatchFaultCode.NotCached, Message = "Nothing." },
    };

    /// <summary>Each value under the name of its type.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Write, Func<byte[], byte[]> ReadAndWrite)> All { get; } =
        new Dictionary<string, (Func<byte[]>, Func<byte[], byte[]>)>
        {
            [nameof(BatchReading)] = Of(Reading),
            [nameof(BatchGrains.Batch)] = Of(Batch),
            [nameof(BatchReadOptions)] = Of(Options),
            [nameof(BatchAdmission)] = Of(Admission),
        };

    private static (Func<byte[]> Write, Func<byte[], byte[]> ReadAndWrite) Of<T>(T value) =>
        (() => Serializer.SerializeToArray(value), bytes => Serializer.SerializeToArray(Serializer.Deserialize<T>(bytes)));
}

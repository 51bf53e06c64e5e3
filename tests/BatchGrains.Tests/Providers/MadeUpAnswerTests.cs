using System.Text.Json;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Reading;
using BatchGrains.Serialization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers;

/// <summary>No JSON that is made up of the members that adapters read makes one of them throw, report an end that it was not told of, or give a time in milliseconds.</summary>
public sealed class MadeUpAnswerTests
{
    private static readonly string[] Names =
    [
        "id", "job_id", "batch_id", "status", "state", "batch", "endpoint", "model", "model_id", "input_file_id", "input_files", "completion_window",
        "request_counts", "total", "completed", "failed", "total_requests", "completed_requests", "succeeded_requests", "failed_requests", "metadata",
        "created_at", "updated_at", "started_at", "expires_at", "in_progress_at", "completed_at", "failed_at", "expired_at", "cancelling_at",
        "cancelled_at", "job_deadline", "create_time", "expire_time", "cancel_time", "cancel_by_xai_message", "num_requests", "num_pending",
        "num_success", "num_error", "num_cancelled", "num_records", "num_successful_records", "num_failed_records", "status_reason", "progress",
        "errors", "error", "data", "code", "message", "param", "line", "count", "usage", "output_file_id", "output_file", "\\ud800", "\\ud800abcdefghijklmnopqrstuvw",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "7", "1.5", "1e400", "-9223372036854775808", "9223372036854775807", "99999999999999999999", "1795168800", "1795168800123",
        "\"\"", "\" \"", "\"\\ud800\"", "\"NaN\"", "\"1e309\"", "\"12\"", "\"2026-11-20\"", "\"2026-11-20T10:00:00.123456789Z\"", "\"9999-12-31T23:59:59-12:00\"",
        "\"0001-01-01T00:00:00Z\"", "\"completed\"", "\"Completed \"", "\"SUCCESS\"", "\"FAILED\"", "\"done\"", "\"ended\"", "\"CANCELLED\"", "\"expired\"",
        "\"BATCH_STATUS_COMPLETED\"", "\"TIMEOUT_EXCEEDED\"", "\"queued\"", "\"complete\"", "\"succeed\"", "\"completed!\"", "\"nonsense\"",
    ];

    [Property(MaxTest = 1000)]
    public Property Made_up_json_does_no_harm() => Prop.ForAll(Answers.ToArbitrary(), text =>
    {
        var answer = AdapterProbe.Json(text);
        foreach (var (provider, read) in Readers())
        {
            if (read(answer) is not { } batch)
            {
                continue;
            }

            JsonSerializer.Serialize(batch, BatchJson.Default.Batch);
            Assert.True(!batch.Status.IsTerminal || WasTold(provider, batch, answer), $"{provider.Name}: {batch.Status}");
            Assert.All(Times(batch), time => Assert.InRange(time, 1, 99_999_999_999));
            Assert.True(batch.Progress is null or (>= 0 and <= 100));
            Assert.False(batch.Progress is 100 && batch.Status is not BatchStatus.Completed);
        }
    });

    private static Gen<string> Answers => Gen.Sized(size => Objects(Math.Min(3, 1 + (size / 20))));

    private static Gen<string> Objects(int depth) =>
        from members in Members(depth).ListOf()
        select $"{{{string.Join(',', members)}}}";

    private static Gen<string> Members(int depth) =>
        from name in Gen.Elements(Names)
        from value in Values(depth - 1)
        select $"\"{name}\":{value}";

    private static Gen<string> Values(int depth) => depth <= 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency(
            (4, Gen.Elements(Scalars)),
            (2, Gen.Sized(size => Gen.Resize(Objects(depth), size / 2))),
            (1, from items in Gen.Sized(size => Gen.Resize(Values(depth - 1).ListOf(), size / 4)) select $"[{string.Join(',', items)}]"));

    private static IEnumerable<(HttpBatchProvider Provider, Func<JsonElement, Batch?> Read)> Readers()
    {
        var http = new StubbedHttp((200, "{}")).Http;
        var cohere = new CohereProvider(http);
        HttpBatchProvider[] providers =
        [
            .. OpenAIShapedRows.All.Select(row => new OpenAIShapedProvider(http, row)),
            new MistralProvider(http),
            cohere,
            new XaiProvider(http),
        ];
        return [.. providers.Select(provider => (provider, (Func<JsonElement, Batch?>)(json => provider.Read(json, "asked")))), (cohere, json => CohereProvider.ReadEmbedJob(json, "asked"))];
    }

    private static bool WasTold(HttpBatchProvider provider, Batch batch, JsonElement answer) => provider is XaiProvider
        ? batch.Errors is not null || answer.Part("state") is not null
        : batch.ProcessingStatus is { } word && provider.Notes.Words.Any(known =>
            known.Value == batch.Status.Word && known.Key.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<long> Times(Batch batch) => new[]
    {
        batch.CreatedAt, batch.ExpiresAt, batch.InProgressAt, batch.FinalizingAt, batch.CompletedAt, batch.FailedAt, batch.ExpiredAt,
        batch.CancellingAt, batch.CancelledAt, batch.ArchivedAt,
    }.OfType<long>();
}

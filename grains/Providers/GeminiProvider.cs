using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// The Gemini Developer API, whose batch is a long-running operation: https://ai.google.dev/api/batch-api.
/// </summary>
/// <remarks>
/// The state stands over <c>error</c> (cancelled batches were seen with an internal error). Only where the state says nothing does <c>done</c>
/// tell the end; until then UNSPECIFIED is validating, and a missing state in progress. JSON from Google leaves out zero and false, so a count
/// that is missing among given ones is zero, and a missing <c>done</c> is false while the batch runs. A batch expires 48 hours after its
/// creation by the documented rule.
/// Chosen: <c>:batchEmbedContents</c> as the method in an embedding batch's endpoint.
/// </remarks>
internal sealed partial class GeminiProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private const string IdRule = "up to 64 letters, digits, '_' or '-', with or without 'batches/' in front";

    // Batches that are still pending or running after that expire: https://ai.google.dev/gemini-api/docs/batch-api.
    private const long SecondsToExpiry = 48 * 60 * 60;

    // The API writes BATCH_STATE_, Google's own SDKs JOB_STATE_.
    private static readonly StatusWords Words = new(
        [.. new (string Word, BatchStatus Status)[]
        {
            ("UNSPECIFIED", BatchStatus.Validating),
            ("PENDING", BatchStatus.Validating),
            ("RUNNING", BatchStatus.InProgress),
            ("SUCCEEDED", BatchStatus.Completed),
            ("FAILED", BatchStatus.Failed),
            ("CANCELLED", BatchStatus.Cancelled),
            ("EXPIRED", BatchStatus.Expired),
        }.SelectMany(pair => new[] { ("BATCH_STATE_" + pair.Word, pair.Status), ("JOB_STATE_" + pair.Word, pair.Status) })]);

    public override string Name => "gemini";

    protected override string? KeyVariable => "GEMINI_API_KEY";

    protected override string? KeyHeader => "x-goog-api-key";

    public override ProviderNotes Notes { get; } = new()
    {
        Settings = "`ApiKey` or `GEMINI_API_KEY`",
        Ids = "`batches/…` or the part behind it",
        Words = Words.Table,
        Remarks = "`expires_at` is 48 hours after creation, as documented. Inline results are skipped; there is no error file, errors stand among the results.",
    };

    protected override IReadOnlyList<string> Skipped { get; } =
    [
        "response.inlinedResponses",
        "response.inlinedEmbedContentResponses",
        "metadata.output.inlinedResponses",
        "metadata.output.inlinedEmbedContentResponses",
        "metadata.inputConfig.requests",
    ];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), IdRule, match => "batches/" + match.Groups[1].Value);

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://generativelanguage.googleapis.com/v1beta")}/batches/{Uri.EscapeDataString(batchId[(batchId.IndexOf('/') + 1)..])}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var batch = answer.Part("metadata") ?? default;
        var name = answer.Text("name") ?? batch.Text("name");
        var word = batch.Text("state");
        if (name is null && word is null)
        {
            return null;
        }

        var status = Status(word, answer);
        var counts = batch.Part("batchStats") is { } stats ? Counts(status, stats) : null;
        var created = batch.Time("createTime");
        var ended = batch.Time("endTime") ?? batch.Time("updateTime");
        return new Batch
        {
            Id = name ?? batchId,
            Endpoint = Endpoint(batch),
            Model = batch.Text("model"),
            InputFileId = batch.Part("inputConfig")?.Text("fileName") ?? "",
            CompletionWindow = "24h",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            CreatedAt = created,
            ExpiresAt = created + SecondsToExpiry,
            OutputFileId = batch.Part("output")?.Text("responsesFile") ?? answer.Part("response")?.Text("responsesFile"),
            Errors = answer.Part("error") is { } error ? GoogleErrors.Read(error) : null,
            OperationName = name,
            Done = answer.Flag("done") ?? status.IsTerminal,
        }.EndedAt(ended);
    }

    public override BatchFault? ReadFault(UpstreamError error) => GoogleErrors.Fault(Name, error);

    private static BatchStatus Status(string? word, JsonElement operation)
    {
        if (word is not null && !word.EndsWith("_UNSPECIFIED", StringComparison.OrdinalIgnoreCase))
        {
            return Words[word];
        }

        return (operation.Flag("done"), operation.Part("error"), operation.Part("response")) switch
        {
            (true, { } error, _) => error.Number("code") is 1 ? BatchStatus.Cancelled : BatchStatus.Failed,
            (true, null, not null) => BatchStatus.Completed,
            _ => Words[word],
        };
    }

    private static RequestCounts? Counts(BatchStatus status, JsonElement stats)
    {
        var total = stats.Count("requestCount");
        var succeeded = stats.Count("successfulRequestCount");
        var failed = stats.Count("failedRequestCount");
        var pending = stats.Count("pendingRequestCount");
        if ((total ?? succeeded ?? failed ?? pending) is null)
        {
            return null;
        }

        var counts = Counting.Of(status, total, succeeded ?? 0, failed ?? 0)!;
        return status.IsTerminal ? counts : counts with { Pending = pending ?? counts.Pending };
    }

    private static string Endpoint(JsonElement batch) => batch.Text("model") switch
    {
        null => "",
        var model when batch.Text("@type")?.EndsWith("EmbedContentBatch", StringComparison.Ordinal) is true => $"/v1beta/{model}:batchEmbedContents",
        var model => $"/v1beta/{model}:generateContent",
    };

    [GeneratedRegex(@"^(?:batches/)?([A-Za-z0-9_-]{1,64})\z")]
    private static partial Regex Id();
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Mistral's batch jobs: <c>BatchJobOut</c> of mistral-openapi.yaml.
/// </summary>
/// <remarks>
/// Chosen: <c>completed</c> is <c>succeeded_requests</c>, since Mistral's <c>completed_requests</c> counts the failed ones too. The window is
/// unknown: Mistral's default of 24 hours is not in the answer. One <c>completed_at</c> tells of every end, so it goes to the end it came to.
/// </remarks>
internal sealed partial class MistralProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private static readonly StatusWords Words = new(
        ("QUEUED", BatchStatus.Validating),
        ("RUNNING", BatchStatus.InProgress),
        ("SUCCESS", BatchStatus.Completed),
        ("FAILED", BatchStatus.Failed),
        ("TIMEOUT_EXCEEDED", BatchStatus.Expired),
        ("CANCELLATION_REQUESTED", BatchStatus.Cancelling),
        ("CANCELLED", BatchStatus.Cancelled));

    public override string Name => "mistral";

    protected override string? KeyVariable => "MISTRAL_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`)",
        Ids = "a UUID",
        Words = Words.Table,
        Remarks = "`expires_at` and `completion_window` are left out: Mistral does not tell them. The time of any end is its `completed_at`.",
    };

    protected override IReadOnlyList<string> Skipped => ["outputs"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Uuid(), "a UUID, such as b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111", uuid => uuid.Value.ToLowerInvariant());

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.mistral.ai/v1")}/batch/jobs/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var word = answer.Text("status");
        var id = answer.Text("id");
        if (word is null && id is null)
        {
            return null;
        }

        var status = Words[word];
        var counts = Counting.Of(
            status, answer.Count("total_requests"), answer.Count("succeeded_requests"), answer.Count("failed_requests"));
        var ended = answer.Time("completed_at");
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = answer.Text("endpoint") ?? "",
            Model = answer.Text("model"),
            InputFileId = answer.Items("input_files").Select(file => file.AsText()).FirstOrDefault(file => file is not null) ?? "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            Metadata = MetadataReader.Read(answer.Member("metadata")),
            CreatedAt = answer.Time("created_at"),
            InProgressAt = answer.Time("started_at"),
            OutputFileId = answer.Text("output_file"),
            ErrorFileId = answer.Text("error_file"),
            Errors = Errors(answer),
        }.EndedAt(ended);
    }

    public override BatchFault? ReadFault(UpstreamError error) => error.Status switch
    {
        // The one thing of the request that it can be about is the id.
        422 => CommonFaults.NotFound(Name),
        // The words of the gateway in front (Kong) for a path that it does not know.
        404 when error.Message?.StartsWith("no Route matched", StringComparison.OrdinalIgnoreCase) is true => CommonFaults.WrongAddress(Name, error),
        _ => null,
    };

    private static BatchErrors? Errors(JsonElement answer)
    {
        ImmutableArray<BatchError> errors = [.. answer.Items("errors").Take(100).Select(Error).OfType<BatchError>()];
        return errors.IsEmpty ? null : new BatchErrors { Data = errors };
    }

    private static BatchError? Error(JsonElement error) => (error.Text("message") ?? error.AsText()) is { } message
        ? new BatchError { Code = "batch_error", Message = error.Count("count") is > 1 and var count ? $"{message} (x{count})" : message }
        : null;

    [GeneratedRegex(@"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// ElevenLabs' batch calling: https://elevenlabs.io/docs/api-reference/batch-calling/get
/// </summary>
/// <remarks>
/// Recipients are skipped unread, so that no phone number and no name of one is ever in memory as text; the answer is never kept as it came,
/// and of an error only the code and the request's id are passed on.
/// Chosen: <c>completed</c> counts finished calls however they ended, since only the recipients tell which of them failed; <c>succeeded</c> and
/// <c>failed</c> stay unknown. The time of the last update stands for the time of the end, and the scheduled time for that of the start once the
/// last update is not before it. A batch whose calls are retried is in progress again, so a final one is read again.
/// </remarks>
internal sealed partial class ElevenLabsProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private static readonly StatusWords Words = new(
        ("pending", BatchStatus.Validating),
        ("in_progress", BatchStatus.InProgress),
        ("completed", BatchStatus.Completed),
        ("failed", BatchStatus.Failed),
        ("cancelled", BatchStatus.Cancelled));

    public override string Name => "elevenlabs";

    protected override string? KeyVariable => "ELEVENLABS_API_KEY";

    protected override string? KeyHeader => "xi-api-key";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` (or `{KeyVariable}`); `BaseUrl` for a regional host, such as `https://api.eu.residency.elevenlabs.io/v1`",
        Ids = "the id of a batch of calls",
        Words = Words.Table,
        Remarks = "Batch calling. Recipients, their phone numbers and names are skipped unread, also in the raw response, which is never kept. "
            + "`completed` counts finished calls however they ended; `succeeded` and `failed` are left out, since only the recipients tell them. "
            + "Times of the end are those of the last update. Retries reopen a batch, so a final one is read again every 10 minutes.",
    };

    public override TimeSpan? FinalRecheck(BatchSnapshot final) => TimeSpan.FromMinutes(10);

    public override bool MayKeepRaw => false;

    protected override IReadOnlyList<string> Skipped { get; } = ["recipients", "whatsapp_params", "telephony_call_config"];

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), $"{BatchIdRule.WordRule}, and neither 'submit' nor 'workspace'");

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.elevenlabs.io/v1")}/convai/batch-calling/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var id = answer.Text("id");
        var word = answer.Text("status");
        if (id is null && word is null)
        {
            return null;
        }

        var status = Words[word];
        var (total, finished) = (answer.Count("total_calls_scheduled"), answer.Count("total_calls_finished"));
        // The failed calls are among the finished ones, so there are no others to take off.
        var counts = Counting.Of(status, total, finished, failed: finished is null ? null : 0);
        var updated = answer.Time("last_updated_at_unix");
        var scheduled = answer.Time("scheduled_time_unix");
        return new Batch
        {
            Id = id ?? batchId,
            Endpoint = "/v1/convai/batch-calling",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts is null ? null : counts with { Succeeded = null, Failed = null },
            Progress = Counting.Progress(status, counts),
            Metadata = MetadataReader.Pick(answer, "agent_id", "agent_name", "name", "retry_count"),
            CreatedAt = answer.Time("created_at_unix"),
            InProgressAt = status is not BatchStatus.Validating && scheduled <= updated ? scheduled : null,
        }.EndedAt(updated);
    }

    public override Batch Link(Batch batch, Uri address) =>
        batch.Status.IsTerminal ? batch with { ResultsUrl = $"{address.AbsoluteUri}/export" } : batch;

    public override BatchFault? ReadFault(UpstreamError error)
    {
        // A message may quote a recipient; a code is a word of ElevenLabs' own.
        var safe = error with { Message = error.Code is { } code && code.All(letter => char.IsAsciiLetter(letter) || letter is '_') ? code : null };
        return error switch
        {
            // FastAPI's own words for a route that is not there.
            { Status: 404 } when error.Body.Text("detail") is "Not Found" => CommonFaults.WrongAddress(Name, safe),
            { Status: 400 or 422, Code: "invalid_batch_id" or "batch_not_found" or "not_found" } => CommonFaults.NotFound(Name),
            _ when error.CallsMalformed("batch_id") => CommonFaults.NotFound(Name),
            _ => CommonFaults.Of(Name, safe),
        };
    }

    [GeneratedRegex(@"\A(?!(?i:submit|workspace)\z)[A-Za-z0-9_-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

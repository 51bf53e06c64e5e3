using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Fireworks' batch inference jobs: https://docs.fireworks.ai/api-reference/get-batch-inference-job
/// </summary>
/// <remarks>
/// Chosen: the bare id is the canonical one; a full name keeps its account unless that is the only configured one, so that a job of another
/// account is never taken for one's own of the same name. The end of a job is <c>lifecycle.endTime</c>, which older answers lack; then it is
/// <c>updateTime</c>. <c>endpoint</c> stays unknown: the API does not tell it.
/// </remarks>
internal sealed partial class FireworksProvider(ProviderHttp http) : HttpBatchProvider(http)
{
    private const string AccountVariable = "FIREWORKS_ACCOUNT_ID";
    private const string StatePrefix = "JOB_STATE_";
    private const string IdRule = "up to 128 letters, digits, '_' or '-', or 'accounts/{account}/batchInferenceJobs/{id}'";

    private static readonly StatusWords Words = new(
        ("JOB_STATE_UNSPECIFIED", BatchStatus.Validating),
        ("JOB_STATE_CREATING", BatchStatus.Validating),
        ("JOB_STATE_CREATING_INPUT_DATASET", BatchStatus.Validating),
        ("JOB_STATE_VALIDATING", BatchStatus.Validating),
        ("JOB_STATE_PENDING", BatchStatus.Validating),
        ("JOB_STATE_IDLE", BatchStatus.Validating),
        ("JOB_STATE_RE_QUEUEING", BatchStatus.Validating),
        ("JOB_STATE_RUNNING", BatchStatus.InProgress),
        ("JOB_STATE_PAUSED", BatchStatus.InProgress),
        ("JOB_STATE_WRITING_RESULTS", BatchStatus.Finalizing),
        ("JOB_STATE_COMPLETED", BatchStatus.Completed),
        ("JOB_STATE_EARLY_STOPPED", BatchStatus.Completed),
        ("JOB_STATE_FAILED", BatchStatus.Failed),
        ("JOB_STATE_EXPIRED", BatchStatus.Expired),
        ("JOB_STATE_CANCELLING", BatchStatus.Cancelling),
        ("JOB_STATE_DELETING", BatchStatus.Cancelling),
        ("JOB_STATE_DELETING_CLEANING_UP", BatchStatus.Cancelling),
        ("JOB_STATE_CANCELLED", BatchStatus.Cancelled));

    public override string Name => "fireworks";

    protected override string? KeyVariable => "FIREWORKS_API_KEY";

    public override ProviderNotes Notes => new()
    {
        Settings = $"`ApiKey` and `AccountId` (or `{KeyVariable}` and `{AccountVariable}`)",
        Ids = "the bare id, or `accounts/{account}/batchInferenceJobs/{id}`",
        Words = Words.Table,
        Remarks = "`endpoint` is not told by the API. `output_file_id` is a dataset that holds the results and the errors. The time of the end is "
            + "the last update where Fireworks does not tell the end itself. `progress` is Fireworks' own percent.",
    };

    public override AccountOptions? AccountFromEnvironment(AccountVariables variables)
    {
        if (base.AccountFromEnvironment(variables) is not { } account)
        {
            return null;
        }

        account.AccountId = variables.Text(AccountVariable);
        return account;
    }

    public override BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) =>
        string.IsNullOrWhiteSpace(account?.ApiKey) ? NotConfigured(settings, account, "ApiKey", KeyVariable)
        : string.IsNullOrWhiteSpace(account.AccountId) ? NotConfigured(settings, account, "AccountId", AccountVariable)
        : null;

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts)
    {
        var full = BatchIdRule.Check(batchId, FullName(), IdRule, name => accounts.All(account => IsOf(account, name)) ? name.Groups["id"].Value : batchId);
        return full.Canonical is null ? BatchIdRule.Check(batchId, Id(), IdRule) : full;
    }

    public override async Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken)
    {
        if (FullName().Match(batchId) is not { Success: true } name)
        {
            return await base.RetrieveAsync(account, batchId, cancellationToken);
        }

        // Another account's key would be refused, which would look as if it were wrong.
        return IsOf(account, name)
            ? await base.RetrieveAsync(account, name.Groups["id"].Value, cancellationToken)
            : ProviderAnswer.Of(CommonFaults.NotFound(Name));
    }

    public override Uri Address(ProviderAccount account, string batchId) =>
        new($"{account.BaseUrl("https://api.fireworks.ai/v1")}/accounts/{Uri.EscapeDataString(account.Credentials.AccountId?.Trim() ?? "")}"
            + $"/batchInferenceJobs/{Uri.EscapeDataString(batchId)}");

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var name = answer.Text("name");
        var word = answer.Text("state");
        if (name is null && word is null)
        {
            return null;
        }

        var status = Words[word is null || word.StartsWith(StatePrefix, StringComparison.OrdinalIgnoreCase) ? word : StatePrefix + word];
        var progress = answer.Part("jobProgress");
        var counts = progress is { } given ? Counts(status, given) : null;
        var lifecycle = answer.Part("lifecycle");
        var end = lifecycle?.Time("endTime") ?? answer.Time("updateTime");
        var id = name?[(name.LastIndexOf('/') + 1)..];
        return new Batch
        {
            Id = string.IsNullOrEmpty(id) ? batchId : id,
            Model = answer.Text("model"),
            InputFileId = answer.Text("inputDatasetId") ?? "",
            CompletionWindow = "24h",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = progress?.Number("percent") is { } percent ? Counting.Progress(status, percent) : Counting.Progress(status, counts),
            CreatedAt = answer.Time("createTime"),
            ExpiresAt = answer.Time("expireTime"),
            InProgressAt = lifecycle?.Time("runStartTime"),
            OutputFileId = answer.Text("outputDatasetId"),
            Errors = answer.Part("status") is { } told ? Errors(told) : null,
            Usage = UsageReader.Of(progress?.Count("inputTokens"), progress?.Count("outputTokens"), progress?.Count("cachedInputTokenCount")),
            OperationName = name,
        }.EndedAt(end);
    }

    public override BatchFault? ReadFault(UpstreamError error) => error switch
    {
        // grpc-gateway: 3 is INVALID_ARGUMENT, of which the id is the only one.
        { Status: 400, Code: "3" or "INVALID_ARGUMENT" } => CommonFaults.NotFound(Name),
        // A 404 of the account and not of a job: only the configured account is ever asked for, so that it is set wrong.
        { Status: 404, IsJson: true, Message: { } message } when message.Contains("account", StringComparison.OrdinalIgnoreCase)
            && !message.Contains("job", StringComparison.OrdinalIgnoreCase) => CommonFaults.AuthFailed(Name, error),
        _ => null,
    };

    private static bool IsOf(ProviderAccount account, Match name) => account.Credentials.AccountId?.Trim() == name.Groups["account"].Value;

    // What was processed ended well or failed, so that two of the three numbers tell the third.
    private static RequestCounts? Counts(BatchStatus status, JsonElement given)
    {
        var processed = given.Count("totalProcessedRequests");
        var succeeded = given.Count("successfullyProcessedRequests");
        var failed = given.Count("failedRequests");
        return Counting.Of(status, given.Count("totalInputRequests"), succeeded ?? Rest(processed, failed), failed ?? Rest(processed, succeeded));
    }

    private static long? Rest(long? all, long? part) => all - part is >= 0 and var rest ? rest : null;

    // The code is the name of a gRPC code.
    private static BatchErrors? Errors(JsonElement status) =>
        status.Text("code") is "OK" or "0" ? null : ErrorList.Single(status.Text("message"), status.Text("code"));

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\Aaccounts/(?<account>[A-Za-z0-9_-]{1,128})/batchInferenceJobs/(?<id>[A-Za-z0-9_-]{1,128})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FullName();
}

using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Vertex AI's batch prediction jobs: https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.batchPredictionJobs.
/// </summary>
/// <remarks>
/// A bare number becomes the full name in the accounts' project and location; where these differ it stays a number, which is asked for in each
/// account's own. The answer's name has the project's number where the
/// question may have its id; what was asked stays the key, and the answer's name is the batch's <c>id</c>. JSON from Google leaves out zeros: a
/// missing state is UNSPECIFIED, a count that is missing among given ones is zero. The output is where it was written, which is not yet known
/// from the configured prefix. Chosen: the model is the <c>endpoint</c> too, since a job has no route.
/// </remarks>
internal sealed partial class VertexProvider(ProviderHttp http, GoogleTokens tokens) : HttpBatchProvider(http)
{
    private const string IdRule = "a job's number, or 'projects/{project}/locations/{location}/batchPredictionJobs/{number}'";

    private const string NumberRule =
        $"{IdRule}; a number alone needs the account's ProjectId and Location (GOOGLE_CLOUD_PROJECT, GOOGLE_CLOUD_LOCATION)";

    private static readonly StatusWords Words = new(
        ("JOB_STATE_UNSPECIFIED", BatchStatus.Validating),
        ("JOB_STATE_QUEUED", BatchStatus.Validating),
        ("JOB_STATE_PENDING", BatchStatus.Validating),
        ("JOB_STATE_RUNNING", BatchStatus.InProgress),
        ("JOB_STATE_UPDATING", BatchStatus.InProgress),
        ("JOB_STATE_PAUSED", BatchStatus.InProgress),
        ("JOB_STATE_SUCCEEDED", BatchStatus.Completed),
        ("JOB_STATE_PARTIALLY_SUCCEEDED", BatchStatus.Completed),
        ("JOB_STATE_FAILED", BatchStatus.Failed),
        ("JOB_STATE_CANCELLING", BatchStatus.Cancelling),
        ("JOB_STATE_CANCELLED", BatchStatus.Cancelled),
        ("JOB_STATE_EXPIRED", BatchStatus.Expired));

    public override string Name => "vertex";

    public override ProviderNotes Notes { get; } = new()
    {
        Settings = "`ProjectId`, `Location` and `CredentialsFile`, or `GOOGLE_CLOUD_PROJECT`, `GOOGLE_CLOUD_LOCATION` and `GOOGLE_APPLICATION_CREDENTIALS`; "
            + "without a file the Google default chain. `AllowedRegions` narrows the locations",
        Ids = "`projects/…/locations/…/batchPredictionJobs/…`, or the number alone in the accounts' project and location",
        Words = Words.Table,
        Remarks = "No expiry is given. There is no error file: errors stand among the results. A project's id and its number are not taken for one "
            + "another: a job that is asked for by both is looked at twice. Where accounts differ in project or location, a number alone is looked for in each.",
    };

    public override AccountOptions? AccountFromEnvironment(AccountVariables variables) => variables.Text("GOOGLE_CLOUD_PROJECT") is { } project
        ? new AccountOptions
        {
            ProjectId = project,
            Location = variables.Text("GOOGLE_CLOUD_LOCATION"),
            CredentialsFile = variables.Text("GOOGLE_APPLICATION_CREDENTIALS"),
        }
        : null;

    public override BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) =>
        account is null ? NotConfigured(settings, account, "ProjectId", "GOOGLE_CLOUD_PROJECT") : null;

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts)
    {
        if (BatchIdRule.Check(batchId, Number(), IdRule).Canonical is null)
        {
            return RegionRule.Check(batchId, FullName(), IdRule, settings);
        }

        BatchIdentity[] names = [.. accounts
            .Select(account => $"projects/{account.Credentials.ProjectId}/locations/{account.Credentials.Location}/batchPredictionJobs/{batchId}")
            .Distinct(StringComparer.Ordinal)
            .Select(name => RegionRule.Check(name, FullName(), NumberRule, settings))];
        return names switch
        {
            [] => BatchIdentity.Valid(batchId),
            [var only] => only,
            // The number means another job to each account, and none to one without a location.
            _ => names.Any(name => name.Canonical is not null) ? BatchIdentity.Valid(batchId) : names[0],
        };
    }

    public override async Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken)
    {
        var name = Identify(batchId, account.Settings, [account]);
        if (name.Canonical is null)
        {
            var missing = string.IsNullOrWhiteSpace(account.Credentials.ProjectId) ? "ProjectId" : "Location";
            return ProviderAnswer.Of(NotConfigured(account.Settings, account.Credentials, missing, null));
        }

        return await base.RetrieveAsync(account, name.Canonical, cancellationToken);
    }

    public override Uri Address(ProviderAccount account, string batchId)
    {
        var name = FullName().Match(batchId);
        var location = name.Groups["region"].Value;
        var host = location switch
        {
            "global" => "aiplatform.googleapis.com",
            "us" or "eu" => $"aiplatform.{location}.rep.googleapis.com",
            _ => $"{location}-aiplatform.googleapis.com",
        };
        var path = $"projects/{Uri.EscapeDataString(name.Groups["project"].Value)}/locations/{location}/batchPredictionJobs/{name.Groups["number"].Value}";
        return new Uri($"{account.BaseUrl($"https://{host}/v1")}/{path}");
    }

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var word = answer.Text("state");
        var name = answer.Text("name");
        if (word is null && name is null)
        {
            return null;
        }

        var status = word is null ? BatchStatus.Validating : Words[word];
        var counts = answer.Part("completionStats") is { } stats ? Counts(status, stats) : null;
        var updated = answer.Time("updateTime");
        var ended = answer.Time("endTime") ?? updated;
        return new Batch
        {
            Id = name ?? batchId,
            Endpoint = answer.Text("model") ?? "",
            Model = answer.Text("model"),
            InputFileId = Input(answer.Part("inputConfig") ?? default) ?? "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            Metadata = MetadataReader.Read(answer.Member("labels")),
            CreatedAt = answer.Time("createTime"),
            InProgressAt = answer.Time("startTime"),
            CancellingAt = status is BatchStatus.Cancelling ? updated : null,
            OutputFileId = Output(answer.Part("outputInfo") ?? default),
            Errors = GoogleErrors.Read([answer.Part("error") ?? default, .. answer.Items("partialFailures")]),
            Done = status.IsTerminal,
        }.EndedAt(ended);
    }

    public override BatchFault? ReadFault(UpstreamError error) => GoogleErrors.Fault(Name, error);

    protected override async ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(account, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return token.Fault;
    }

    private static RequestCounts? Counts(BatchStatus status, JsonElement stats)
    {
        var succeeded = stats.Count("successfulCount");
        var failed = stats.Count("failedCount");
        var incomplete = stats.Number("incompleteCount");
        if ((succeeded ?? failed ?? incomplete) is null)
        {
            return null;
        }

        // -1 says that it is not known how many are left.
        long? rest = incomplete < 0 ? null : incomplete ?? 0;
        return Counting.Of(status, Counting.Sum(succeeded ?? 0, failed ?? 0, rest), succeeded ?? 0, failed ?? 0);
    }

    private static string? Input(JsonElement input) =>
        (input.Part("gcsSource") ?? default).Items("uris").Select(uri => uri.AsText()).FirstOrDefault(uri => uri is not null)
        ?? input.Part("bigquerySource")?.Text("inputUri");

    private static string? Output(JsonElement output) =>
        output.Text("gcsOutputDirectory") ?? ((output.Text("bigqueryOutputDataset"), output.Text("bigqueryOutputTable")) switch
        {
            ({ } dataset, { } table) => $"{dataset}.{table}",
            var (dataset, table) => dataset ?? table,
        });

    [GeneratedRegex(@"^[0-9]{1,19}\z")]
    private static partial Regex Number();

    // An old project's id may have a domain in front: example.com:name.
    [GeneratedRegex(@"^projects/(?<project>[a-z0-9][a-z0-9.:-]{0,62})/locations/(?<region>[a-z][a-z0-9-]{0,30})/batchPredictionJobs/(?<number>[0-9]{1,19})\z")]
    private static partial Regex FullName();
}

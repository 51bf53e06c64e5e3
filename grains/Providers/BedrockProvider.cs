using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Amazon Bedrock's model invocation jobs: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationJob.html.
/// </summary>
/// <remarks>
/// Only full ARNs: the service refuses the short id that its reference allows, and the ARN's region says where to ask. Chosen: Scheduled is
/// validating; a total of zero is the placeholder before processing and says nothing; <c>cancelling_at</c> and, where the end is missing, the
/// time of ending are the last modification; <c>output_file_id</c> is the documented folder from the start, files appear in it at the end.
/// </remarks>
internal sealed partial class BedrockProvider(ProviderHttp http, AwsCredentials credentials, TimeProvider time) : HttpBatchProvider(http)
{
    private const string IdRule = "a full ARN, 'arn:aws:bedrock:{region}:{account}:model-invocation-job/{12 letters and digits}'";

    private static readonly StatusWords Words = new(
        ("Submitted", BatchStatus.Validating),
        ("Validating", BatchStatus.Validating),
        ("Scheduled", BatchStatus.Validating),
        ("InProgress", BatchStatus.InProgress),
        ("Completed", BatchStatus.Completed),
        ("PartiallyCompleted", BatchStatus.Completed),
        ("Failed", BatchStatus.Failed),
        ("Stopping", BatchStatus.Cancelling),
        ("Stopped", BatchStatus.Cancelled),
        ("Expired", BatchStatus.Expired));

    public override string Name => "bedrock";

    public override ProviderNotes Notes { get; } = new()
    {
        Settings = "`AccessKeyId`, `SecretAccessKey` and, for temporary keys, `SessionToken`; or a Bedrock API key as `ApiKey`; or nothing but `Region`, "
            + "for the AWS default chain. `AWS_REGION` with the chain, or `AWS_BEARER_TOKEN_BEDROCK`. `AllowedRegions` narrows the regions of the ARNs",
        Ids = "full ARNs, `arn:aws:bedrock:…:model-invocation-job/…`",
        Words = Words.Table,
        Remarks = "The region of the ARN is where the job is looked up, with any of the accounts: `Region` and `AWS_REGION` only say that the AWS default chain "
            + "is to be used, and `AllowedRegions` keeps calls within some regions. No file ids: S3 addresses stand in their place, and errors stand among the results. "
            + "`PartiallyCompleted` counts what was not done as expired.",
    };

    public override AccountOptions? AccountFromEnvironment(AccountVariables variables)
    {
        var region = variables.Text("AWS_REGION");
        return variables.Credential("AWS_BEARER_TOKEN_BEDROCK") is { } key
            ? new AccountOptions { ApiKey = key, Region = region }
            : region is null ? null : new AccountOptions
            {
                Region = region,
                AccessKeyId = variables.Credential("AWS_ACCESS_KEY_ID"),
                SecretAccessKey = variables.Credential("AWS_SECRET_ACCESS_KEY"),
                SessionToken = variables.Credential("AWS_SESSION_TOKEN"),
            };
    }

    public override BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) => account switch
    {
        null => NotConfigured(settings, account, "Region", "AWS_REGION"),
        { AccessKeyId.Length: > 0, SecretAccessKey: null or "" } => NotConfigured(settings, account, "SecretAccessKey", "AWS_SECRET_ACCESS_KEY"),
        { SecretAccessKey.Length: > 0, AccessKeyId: null or "" } => NotConfigured(settings, account, "AccessKeyId", "AWS_ACCESS_KEY_ID"),
        _ => null,
    };

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        RegionRule.Check(batchId, Arn(), IdRule, settings);

    public override Uri Address(ProviderAccount account, string batchId)
    {
        var arn = Arn().Match(batchId);
        var domain = arn.Groups["partition"].Value is "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
        // The slash of the ARN is escaped as well: unescaped, the service takes it for another operation.
        return new Uri($"{account.BaseUrl($"https://bedrock.{Region(arn)}.{domain}")}/model-invocation-job/{Uri.EscapeDataString(batchId)}");
    }

    public override Batch? Read(JsonElement answer, string batchId)
    {
        var word = answer.Text("status");
        var arn = answer.Text("jobArn");
        if (word is null && arn is null)
        {
            return null;
        }

        var status = Words[word];
        var processed = answer.Count("processedRecordCount") ?? Counting.Sum(answer.Count("successRecordCount"), answer.Count("errorRecordCount"));
        var counts = Counts(answer, status, word, processed);
        var modified = answer.Time("lastModifiedTime");
        var ended = answer.Time("endTime") ?? modified;
        return new Batch
        {
            Id = arn ?? batchId,
            Endpoint = answer.Text("modelInvocationType") ?? "",
            Model = answer.Text("modelId"),
            InputFileId = answer.Part("inputDataConfig")?.Part("s3InputDataConfig")?.Text("s3Uri") ?? "",
            CompletionWindow = answer.Count("timeoutDurationInHours") is { } hours ? string.Create(CultureInfo.InvariantCulture, $"{hours}h") : "",
            Status = status,
            ProcessingStatus = word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, Counting.Percent(processed, counts?.Total)),
            CreatedAt = answer.Time("submitTime"),
            ExpiresAt = answer.Time("jobExpirationTime"),
            CancellingAt = status is BatchStatus.Cancelling ? modified : null,
            OutputFileId = Output(answer, arn ?? batchId),
            Errors = status is BatchStatus.Failed && answer.Text("message") is { } message ? ErrorList.Single(message, "failed") : null,
        }.EndedAt(ended);
    }

    public override BatchFault? ReadFault(UpstreamError error) => (error.Status, error.Type) switch
    {
        (_, "UnknownOperationException") => CommonFaults.WrongAddress(Name, error),
        (_, "ResourceNotFoundException") => CommonFaults.NotFound(Name),
        (_, "ThrottlingException") => CommonFaults.RateLimited(Name, error),
        (_, "ValidationException") when error.CallsMalformed("ARN", "identifier", "jobIdentifier") => CommonFaults.NotFound(Name),
        (400, "AccessDeniedException" or "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" or "ExpiredToken"
            or "IncompleteSignature" or "IncompleteSignatureException" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException"
            or "InvalidClientTokenId" or "NotAuthorized" or "OptInRequired") => CommonFaults.AuthFailed(Name, error),
        _ => null,
    };

    protected override async ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        if (account.Credentials.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
            return null;
        }

        var signer = await credentials.GetAsync(account, cancellationToken);
        if (signer.Value is { } keys)
        {
            var address = request.RequestUri!;
            var region = Region(Arn().Match(Uri.UnescapeDataString(address.Segments[^1])));
            foreach (var header in SigV4.Headers(address, keys, region, "bedrock", time.GetUtcNow()))
            {
                request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return signer.Fault;
    }

    private static RequestCounts? Counts(JsonElement answer, BatchStatus status, string? word, long? processed)
    {
        var total = answer.Count("totalRecordCount");
        if (total is 0)
        {
            return null;
        }

        var counts = Counting.Of(status, total, answer.Count("successRecordCount"), answer.Count("errorRecordCount"));
        if (counts is null || total is null || processed is null)
        {
            return counts;
        }

        var rest = Math.Max(0, total.Value - processed.Value);
        return counts with
        {
            Pending = status.IsTerminal ? null : rest,
            Canceled = status is BatchStatus.Cancelled ? rest : null,
            Expired = status is BatchStatus.Expired || IsPartial(word) ? rest : null,
        };
    }

    private static bool IsPartial(string? word) => string.Equals(word, "PartiallyCompleted", StringComparison.OrdinalIgnoreCase);

    // The service makes a folder named for the job under the one that was asked for.
    private static string? Output(JsonElement answer, string arn) =>
        answer.Part("outputDataConfig")?.Part("s3OutputDataConfig")?.Text("s3Uri") is { } folder && Arn().IsMatch(arn)
            ? $"{folder.TrimEnd('/')}/{arn[^12..]}/"
            : null;

    private static string Region(Match arn) => arn.Groups["region"].Value;

    [GeneratedRegex(@"^arn:(?<partition>aws(-[a-z][a-z-]{0,15})?):bedrock:(?<region>[a-z][a-z0-9-]{0,30}):[0-9]{12}:model-invocation-job/[a-z0-9]{12}\z")]
    private static partial Regex Arn();
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>GetModelInvocationJob: only whole ARNs, escaped as one segment, signed with SigV4 or with a Bedrock API key.</summary>
internal sealed partial class BedrockSimulation(TimeProvider time) : ISimulatedProvider
{
    public const string Region = "us-east-1";
    public const string AccessKeyId = "SIMULATEDACCESSKEY01";
    public const string TemporaryAccessKeyId = "SIMULATEDTEMPORARY01";
    public const string SecretAccessKey = "sim-bedrock-secret";
    public const string SessionToken = "sim-bedrock-session";
    public const string ApiKey = "sim-bedrock-key";

    public string Name => "bedrock";

    public IdForm Ids { get; } = new CodedIds(
        new(
            [
                "Submitted", "Validating", "Scheduled", "InProgress", "Completed", "PartiallyCompleted", "Failed", "Stopping", "Stopped", "Expired",
                "UnheardOf", "Completed_clean", "InProgress_nocounts", "Expired_neverstarted",
            ],
            [
                "unknownoperation404", "validation400", "unrecognizedclient403", "unrecognizedclient400", "invalidsignature403", "expiredtoken403",
                "incompletesignature403", "missingtoken403", "capitalmessage403", "badapikey403", "suffixedtype429",
            ]),
        IdPattern(),
        (code, free) =>
            string.Create(CultureInfo.InvariantCulture, $"arn:aws:bedrock:{Region}:{123456780000 + free}:model-invocation-job/{code}"));

    public IReadOnlyList<string> Life { get; } = ["Submitted", "InProgress", "Completed"];

    public IReadOnlyDictionary<string, string> Settings(string origin) => new Dictionary<string, string>
    {
        ["BaseUrl"] = $"{origin}/bedrock",
        ["Accounts:0:Region"] = Region,
        ["Accounts:0:AccessKeyId"] = AccessKeyId,
        ["Accounts:0:SecretAccessKey"] = SecretAccessKey,
    };

    public string? ReadId(SimulatedRequest request) => request.SegmentBehind("/model-invocation-job/");

    public Reply? Refuse(SimulatedRequest request)
    {
        if (request.Header("Authorization") is not { Length: > 0 } authorization) return Fault("missingtoken403", request);
        if (authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            return request.Bearer == ApiKey ? null : Fault("badapikey403", request);

        if (SignatureV4.Parse(authorization) is not { } signature) return Fault("incompletesignature403", request);
        if (signature.AccessKeyId is not (AccessKeyId or TemporaryAccessKeyId)) return Fault("unrecognizedclient403", request);
        if (signature.AccessKeyId == TemporaryAccessKeyId && request.Header("X-Amz-Security-Token") != SessionToken)
            return Fault("unrecognizedclient403", request);
        var region = request.Id.Split(':') is { Length: > 3 } parts ? parts[3] : Region;
        return signature.Complaint(request, SecretAccessKey, region, "bedrock", time) is { } complaint
            ? Error(403, "InvalidSignatureException", complaint)
            : null;
    }

    public Reply WrongPath(SimulatedRequest request) => Fault("unknownoperation404", request);

    public Reply State(string word, BatchFigures figures, SimulatedRequest request)
    {
        var parts = word.Split('_');
        var (status, variant) = (parts[0], parts.Length > 1 ? parts[1] : "");
        var at = status switch
        {
            "Submitted" or "Validating" or "Scheduled" or "Failed" => figures.At(0),
            "Completed" => figures.At(1),
            "PartiallyCompleted" or "Expired" => figures.At(variant.Length > 0 ? 0 : 0.7),
            "Stopping" or "Stopped" => figures.At(0.5),
            _ => figures,
        };
        var over = status is "Completed" or "PartiallyCompleted" or "Failed" or "Stopped" or "Expired";
        var end = status is "PartiallyCompleted" or "Expired" ? at.Expires + 120 : status == "Failed" ? at.Created + 60 : at.Ended;
        var job = new JsonObject
        {
            ["jobArn"] = at.Id,
            ["jobName"] = at.Name("nightly-"),
            ["modelId"] = "anthropic.claude-sonnet-4-5-20250929-v1:0",
            ["clientRequestToken"] = at.Name("tok-"),
            ["roleArn"] = "arn:aws:iam::123456789012:role/Batch",
            ["status"] = status,
            ["submitTime"] = BatchFigures.Iso(at.Created, 3),
            ["lastModifiedTime"] = BatchFigures.Iso(over ? end : at.CancelAsked, 3),
            ["inputDataConfig"] = Config("s3InputDataConfig", "s3InputFormat", "JSONL", "s3://in-bucket/batch.jsonl"),
            ["outputDataConfig"] = Config("s3OutputDataConfig", "s3EncryptionKeyId", "arn:aws:kms:us-east-1:123456789012:key/sim", "s3://out-bucket/results/"),
            ["vpcConfig"] = new JsonObject { ["subnetIds"] = new JsonArray("subnet-1"), ["securityGroupIds"] = new JsonArray("sg-1") },
            ["timeoutDurationInHours"] = 24,
            ["jobExpirationTime"] = BatchFigures.Iso(at.Expires, 3),
            ["modelInvocationType"] = "InvokeModel",
        };
        if (over) job["endTime"] = BatchFigures.Iso(end, 3);
        if (status == "Failed") job["message"] = "Input file contains less records (1) than the required minimum of: 100.";
        if (variant != "nocounts") Count(job, at, status, variant);
        return Identified(Reply.Json(200, job));
    }

    public Reply Fault(string name, SimulatedRequest request) => Identified(name switch
    {
        "unauthorized" or "unrecognizedclient403" =>
            Error(403, "UnrecognizedClientException", "The security token included in the request is invalid."),
        "unrecognizedclient400" => Error(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
        "invalidsignature403" =>
            Error(403, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided."),
        "expiredtoken403" => Error(403, "ExpiredTokenException", "The security token included in the request is expired"),
        "incompletesignature403" =>
            Error(403, "IncompleteSignature", "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders'."),
        "missingtoken403" => Error(403, "MissingAuthenticationToken", "Missing Authentication Token"),
        "forbidden" => Error(403, "AccessDeniedException", "User is not authorized to perform: bedrock:GetModelInvocationJob on resource."),
        "badapikey403" =>
            Error(403, "AccessDeniedException", "Invalid API Key format: Must start with pre-defined prefix", "Message"),
        "capitalmessage403" => Error(403, "AccessDeniedException", "User is not authorized to access this resource.", "Message"),
        "ratelimited" => Error(429, "ThrottlingException", "Too many requests, please wait before trying again."),
        "suffixedtype429" =>
            Error(429, "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/", "Rate exceeded").With("Retry-After", "30"),
        "error500" => Error(500, "InternalServerException", "The server encountered an internal error. Please try again."),
        "error503" => Error(503, "ServiceUnavailableException", "The service is temporarily unavailable."),
        "unknownoperation404" => Error(404, "UnknownOperationException", "The requested operation is not recognized by the service."),
        "validation400" => Error(400, "ValidationException", "The provided ARN is invalid"),
        // Short ids and ARNs that were escaped twice are no ARNs; only a whole one can be unknown.
        _ when !Arn().IsMatch(request.Id) => Error(400, "ValidationException", "The provided ARN is invalid"),
        _ => Error(404, "ResourceNotFoundException", $"Could not find a model invocation job with ARN {request.Id}."),
    });

    private static void Count(JsonObject job, BatchFigures at, string status, string variant)
    {
        // Placeholders of zero until processing begins.
        var ran = status is not ("Submitted" or "Validating" or "Scheduled" or "Failed") && variant != "neverstarted";
        var failed = variant == "clean" ? 0 : at.Failed;
        job["totalRecordCount"] = ran ? at.Total : 0;
        job["processedRecordCount"] = at.Done;
        job["successRecordCount"] = at.Done - failed;
        job["errorRecordCount"] = failed;
    }

    private static JsonObject Config(string member, string key, string value, string uri) => new()
    {
        [member] = new JsonObject { [key] = value, ["s3Uri"] = uri, ["s3BucketOwner"] = "123456789012" },
    };

    private static Reply Error(int status, string type, string message, string member = "message")
        => Reply.Json(status, new JsonObject { [member] = message }).With("x-amzn-ErrorType", type);

    private static Reply Identified(Reply reply) => reply.With("x-amzn-RequestId", "00000000-0000-4000-8000-00000bedrock");

    [GeneratedRegex("^arn:aws(?:-[a-z]+)*:bedrock:[a-z][a-z0-9-]*:[0-9]{12}:model-invocation-job/(?<code>[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^arn:aws(?:-[a-z]+)*:bedrock:[a-z][a-z0-9-]*:[0-9]{12}:model-invocation-job/[a-z0-9]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();
}

using System.Net;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Credentials;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Providers;

public sealed class BedrockTests
{
    private const string Asked = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc123def456";
    private const string Path = "/model-invocation-job/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Amodel-invocation-job%2Fabc123def456";

    private static readonly BedrockProvider Provider = new(null!, null!, TimeProvider.System);

    public static TheoryData<string, string, string> States => new()
    {
        {
            "in progress",
            Job(""" "status":"InProgress","lastModifiedTime":"2026-11-20T10:20:00.456Z","totalRecordCount":1000,"processedRecordCount":400,"successRecordCount":398,"errorRecordCount":2 """),
            Batch(""" "status":"in_progress","request_counts":{"total":1000,"completed":398,"failed":2,"succeeded":398,"pending":600},"processing_status":"InProgress","progress":40 """)
        },
        {
            "completed, some failed",
            Job(""" "status":"Completed","endTime":"2026-11-20T12:30:00Z","totalRecordCount":1000,"processedRecordCount":1000,"successRecordCount":996,"errorRecordCount":4 """),
            Batch(""" "status":"completed","request_counts":{"total":1000,"completed":996,"failed":4,"succeeded":996},"completed_at":1795177800,"processing_status":"Completed","progress":100 """)
        },
        {
            "partially completed",
            Job(""" "status":"PartiallyCompleted","lastModifiedTime":"2026-11-21T10:02:00.456Z","endTime":"2026-11-21T10:02:00.400Z","totalRecordCount":1000,"processedRecordCount":700,"successRecordCount":690,"errorRecordCount":10 """),
            Batch(""" "status":"completed","request_counts":{"total":1000,"completed":690,"failed":10,"succeeded":690,"expired":300},"completed_at":1795255320,"processing_status":"PartiallyCompleted","progress":100 """)
        },
        {
            "failed validation",
            Job(""" "status":"Failed","message":"Input file contains less records (1) than the required minimum of: 100.","endTime":"2026-11-20T10:01:00Z","totalRecordCount":0,"processedRecordCount":0,"successRecordCount":0,"errorRecordCount":0 """),
            Batch(""" "status":"failed","failed_at":1795168860,"errors":{"object":"list","data":[{"code":"failed","message":"Input file contains less records (1) than the required minimum of: 100."}]},"processing_status":"Failed" """)
        },
        {
            "stopping",
            Job(""" "status":"Stopping","lastModifiedTime":"2026-11-20T11:00:00Z","totalRecordCount":10,"processedRecordCount":4,"successRecordCount":4,"errorRecordCount":0 """),
            Batch(""" "status":"cancelling","request_counts":{"total":10,"completed":4,"failed":0,"succeeded":4,"pending":6},"cancelling_at":1795172400,"processing_status":"Stopping","progress":40 """)
        },
        {
            "stopped",
            Job(""" "status":"Stopped","endTime":"2026-11-20T11:00:25Z","totalRecordCount":10,"processedRecordCount":4,"successRecordCount":4,"errorRecordCount":0 """),
            Batch(""" "status":"cancelled","request_counts":{"total":10,"completed":4,"failed":0,"succeeded":4,"canceled":6},"cancelled_at":1795172425,"processing_status":"Stopped","progress":40 """)
        },
        {
            "expired before it began",
            Job(""" "status":"Expired","lastModifiedTime":"2026-11-21T10:00:00Z","totalRecordCount":0 """),
            Batch(""" "status":"expired","expired_at":1795255200,"processing_status":"Expired" """)
        },
        {
            "validating, with zeros in place of counts",
            Job(""" "status":"Validating","lastModifiedTime":"2026-11-20T10:00:30Z","totalRecordCount":0,"processedRecordCount":0,"successRecordCount":0,"errorRecordCount":0 """),
            Batch(""" "status":"validating","processing_status":"Validating" """)
        },
        {
            "scheduled, with the records that were counted",
            Job(""" "status":"Scheduled","lastModifiedTime":"2026-11-20T10:05:00Z","totalRecordCount":1000,"processedRecordCount":0,"successRecordCount":0,"errorRecordCount":0 """),
            Batch(""" "status":"validating","request_counts":{"total":1000,"completed":0,"failed":0,"succeeded":0,"pending":1000},"processing_status":"Scheduled","progress":0 """)
        },
        {
            "a word of tomorrow, with an end and a message",
            Job(""" "status":"Archived","message":"m","lastModifiedTime":"2026-11-20T11:00:00Z","endTime":"2026-11-20T11:00:00Z","totalRecordCount":10,"processedRecordCount":10,"successRecordCount":9,"errorRecordCount":1 """),
            Batch(""" "status":"in_progress","request_counts":{"total":10,"completed":9,"failed":1,"succeeded":9,"pending":0},"processing_status":"Archived","progress":99 """)
        },
        {
            "partially completed, with one number missing",
            Job(""" "status":"PartiallyCompleted","endTime":"2026-11-20T12:30:00Z","totalRecordCount":1000,"successRecordCount":690 """),
            Batch(""" "status":"completed","request_counts":{"total":1000,"completed":690,"succeeded":690},"completed_at":1795177800,"processing_status":"PartiallyCompleted","progress":100 """)
        },
        {
            "in progress, with one number missing",
            Job(""" "status":"InProgress","totalRecordCount":1000,"errorRecordCount":2 """),
            Batch(""" "status":"in_progress","request_counts":{"total":1000,"failed":2},"processing_status":"InProgress" """)
        },
        {
            "submitted, without counts",
            Job(""" "status":"Submitted" """),
            Batch(""" "status":"validating","processing_status":"Submitted" """)
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_becomes_the_whole_batch(string state, string answer, string expected)
    {
        Assert.NotEmpty(state);
        AdapterProbe.AssertSays(expected, Provider.Read(AdapterProbe.Json(answer), Asked));
    }

    [Theory]
    [InlineData("Submitted", "validating")]
    [InlineData("Validating", "validating")]
    [InlineData("Scheduled", "validating")]
    [InlineData("InProgress", "in_progress")]
    [InlineData("Completed", "completed")]
    [InlineData("PartiallyCompleted", "completed")]
    [InlineData("Failed", "failed")]
    [InlineData("Stopping", "cancelling")]
    [InlineData("Stopped", "cancelled")]
    [InlineData("Expired", "expired")]
    [InlineData("Tomorrow", "in_progress")]
    public void Each_word_has_its_status(string word, string status)
    {
        var batch = Provider.Read(AdapterProbe.Json($$"""{"status":"{{word}}"}"""), Asked)!;
        Assert.Equal((status, word, Asked), (batch.Status.Word, batch.ProcessingStatus, batch.Id));
    }

    [Theory]
    [InlineData(404, "ResourceNotFoundException", "No such job.", BatchFaultCode.BatchNotFound)]
    [InlineData(404, "UnknownOperationException", "", BatchFaultCode.ProviderError)]
    [InlineData(400, "ValidationException:http://internal.amazon.com/coral/", "The provided ARN is invalid", BatchFaultCode.BatchNotFound)]
    [InlineData(400, "ValidationException", "1 validation error detected at 'jobIdentifier'", BatchFaultCode.BatchNotFound)]
    [InlineData(400, "ValidationException", "Something else.", BatchFaultCode.ProviderError)]
    [InlineData(403, "AccessDeniedException", "not authorized to perform: bedrock:GetModelInvocationJob", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, "UnrecognizedClientException", "The security token is invalid.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, "UnrecognizedClientException", "The security token is invalid.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, "InvalidSignatureException", "Signature mismatch.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, "ExpiredTokenException", "Expired.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, "IncompleteSignature", "Incomplete.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, "MissingAuthenticationToken", "Missing.", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(429, "ThrottlingException", "Rate exceeded", BatchFaultCode.ProviderRateLimited)]
    [InlineData(400, "ThrottlingException", "Rate exceeded", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, "InternalServerException", "Oops.", BatchFaultCode.ProviderError)]
    [InlineData(503, "ServiceUnavailableException", "Later.", BatchFaultCode.ProviderError)]
    public async Task Each_refusal_becomes_its_fault(int status, string type, string message, BatchFaultCode code)
    {
        using var stub = new RefusingHttp((HttpStatusCode)status, type, $$"""{"message":"{{message}}"}""");
        using var chain = new AwsCredentials(TimeProvider.System);
        var answer = await new BedrockProvider(stub.Http, chain, TimeProvider.System).RetrieveAsync(
            AdapterProbe.Account("bedrock"), Asked, TestContext.Current.CancellationToken);
        Assert.Equal(code, answer.Fault!.Code);
        if (code is not BatchFaultCode.BatchNotFound)
        {
            Assert.Contains("amzn-1", answer.Fault.Message, StringComparison.Ordinal);
        }
    }

    // The expected signatures were made with AWS's own botocore 1.43.
    [Theory]
    [InlineData(null, "host;x-amz-date, Signature=e922427f07a7b88a1b916a7779ebdff381a1446977da9f07e25fb26d04d4bac4")]
    [InlineData("SESSIONTOKEN==", "host;x-amz-date;x-amz-security-token, Signature=eefb6f770a3fcb9c642ffa2a38d960e3f5ffd57fc416879044d91efe1c6bf924")]
    public async Task A_request_is_signed_for_the_region_of_the_arn(string? session, string signature)
    {
        using var stub = new StubbedHttp((200, """{"status":"InProgress"}"""));
        using var chain = new AwsCredentials(TimeProvider.System);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 10, 30, 0, TimeSpan.Zero));
        var account = AdapterProbe.Account("bedrock", credentials: new AccountOptions
        {
            AccessKeyId = "AKIDEXAMPLE",
            SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            SessionToken = session,
            Region = "eu-west-1",
        });
        await new BedrockProvider(stub.Http, chain, clock).RetrieveAsync(account, Asked, TestContext.Current.CancellationToken);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("https://bedrock.us-east-1.amazonaws.com" + Path, request.RequestUri!.AbsoluteUri);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/bedrock/aws4_request, SignedHeaders=" + signature,
            Assert.Single(request.Headers.GetValues("Authorization")));
        Assert.Equal("20261120T103000Z", Assert.Single(request.Headers.GetValues("x-amz-date")));
    }

    [Fact]
    public async Task An_api_key_is_a_bearer_token()
    {
        using var stub = new StubbedHttp((200, """{"status":"InProgress"}"""));
        await new BedrockProvider(stub.Http, null!, TimeProvider.System).RetrieveAsync(
            AdapterProbe.Account("bedrock", "http://localhost:5000/aws/"), Asked, TestContext.Current.CancellationToken);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("Bearer " + AdapterProbe.Key, request.Headers.Authorization!.ToString());
        Assert.Equal("http://localhost:5000/aws" + Path, request.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData(Asked, true)]
    [InlineData("arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:model-invocation-job/abc123def456", true)]
    [InlineData("arn:aws-cn:bedrock:cn-north-1:123456789012:model-invocation-job/abc123def456", true)]
    [InlineData("abc123def456", false)]
    [InlineData("arn:aws:bedrock:evil.example/:123456789012:model-invocation-job/abc123def456", false)]
    [InlineData("arn:aws:bedrock:us-east-1@evil:123456789012:model-invocation-job/abc123def456", false)]
    [InlineData("arn:aws:bedrock::123456789012:model-invocation-job/abc123def456", false)]
    [InlineData("arn:aws:s3:us-east-1:123456789012:model-invocation-job/abc123def456", false)]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/..", false)]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc123def456\n", false)]
    public void Only_full_arns_pass(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void China_has_a_domain_of_its_own() => Assert.Equal(
        "bedrock.cn-north-1.amazonaws.com.cn",
        Provider.Address(AdapterProbe.Account("bedrock"), "arn:aws-cn:bedrock:cn-north-1:123456789012:model-invocation-job/abc123def456").Host);

    [Fact]
    public void Allowed_regions_narrow_the_arns()
    {
        var settings = new ProviderOptions { AllowedRegions = { "eu-west-1" } };
        Assert.Contains("eu-west-1", Provider.Identify(Asked, settings, []).Rule, StringComparison.Ordinal);
        Assert.NotNull(Provider.Identify(Asked.Replace("us-east-1", "eu-west-1", StringComparison.Ordinal), settings, []).Canonical);
    }

    [Fact]
    public void The_customary_variables_make_an_account()
    {
        Assert.Equal("r", Provider.AccountFromEnvironment(name => name == "AWS_REGION" ? "r" : null)!.Region);
        Assert.Equal("k", Provider.AccountFromEnvironment(name => name == "AWS_BEARER_TOKEN_BEDROCK" ? "k" : null)!.ApiKey);
        Assert.Null(Provider.AccountFromEnvironment(_ => null));
        Assert.Contains("AWS_REGION", Provider.WhyNot(new ProviderOptions(), null)!.Message, StringComparison.Ordinal);
        Assert.Contains("SecretAccessKey", Provider.WhyNot(new ProviderOptions(), new AccountOptions { AccessKeyId = "a" })!.Message, StringComparison.Ordinal);
        Assert.Null(Provider.WhyNot(new ProviderOptions(), new AccountOptions { Region = "us-east-1" }));
    }

    private static string Job(string members) => $$$"""
        {"jobArn":"arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc123def456","jobName":"nightly","modelId":"anthropic.claude-sonnet-4-5-20250929-v1:0","clientRequestToken":"tok-1","roleArn":"arn:aws:iam::123456789012:role/Batch","submitTime":"2026-11-20T10:00:00.123Z","inputDataConfig":{"s3InputDataConfig":{"s3InputFormat":"JSONL","s3Uri":"s3://in-bucket/batch.jsonl"}},"outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://out-bucket/results/"}},"timeoutDurationInHours":24,"jobExpirationTime":"2026-11-21T10:00:00.123Z","modelInvocationType":"InvokeModel",{{{members}}} }
        """;

    private static string Batch(string members) => $$$"""
        {"id":"arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc123def456","object":"batch","endpoint":"InvokeModel","model":"anthropic.claude-sonnet-4-5-20250929-v1:0",
         "input_file_id":"s3://in-bucket/batch.jsonl","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,"output_file_id":"s3://out-bucket/results/abc123def456/",{{{members}}} }
        """;
}

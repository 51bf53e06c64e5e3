using Azure.Core;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Tests.Providers.Credentials;

namespace BatchGrains.Tests.Providers;

public sealed class AzureTests
{
    private const string Asked = "batch_6f1a2b3c4d5e4f60a7b8c9d0e1f2a3b4";

    private static readonly AzureProvider Provider = new(null!, null!);

    public static TheoryData<string, string, string> States => new()
    {
        {
            "in progress, counts null, blobs empty",
            """
            {"id":"batch_6f1a2b3c4d5e4f60a7b8c9d0e1f2a3b4","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"in_progress","output_file_id":null,"output_blob":"","error_file_id":null,"error_blob":"","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":500,"completed":null,"failed":null},"metadata":null}
            """,
            """
            {"id":"batch_6f1a2b3c4d5e4f60a7b8c9d0e1f2a3b4","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","status":"in_progress",
             "request_counts":{"total":500},"created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168860,"processing_status":"in_progress"}
            """
        },
        {
            "completed, in the old style",
            """
            {"id":"batch_c1c8b0d2-1111-4222-8333-a1b2c3d4e5f6","object":"batch","endpoint":null,"errors":null,"input_file_id":"file-7b1","completion_window":"24h","status":"Completed","output_file_id":"file-o1","error_file_id":"file-e1","created_at":"2026-11-20T10:00:00.1619286+00:00","in_progress_at":"2026-11-20T10:01:00.1908103+00:00","expires_at":"2026-11-21T10:00:00.1577538+00:00","finalizing_at":"2026-11-20T12:30:00.4243877+00:00","completed_at":"2026-11-20T12:31:00.3491571+00:00","failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":500,"completed":500,"failed":0},"metadata":null}
            """,
            """
            {"id":"batch_c1c8b0d2-1111-4222-8333-a1b2c3d4e5f6","object":"batch","endpoint":"","input_file_id":"file-7b1","completion_window":"24h","status":"completed",
             "request_counts":{"total":500,"completed":500,"failed":0,"succeeded":500},"created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168860,
             "finalizing_at":1795177800,"completed_at":1795177860,"output_file_id":"file-o1","error_file_id":"file-e1","processing_status":"Completed","progress":100}
            """
        },
        {
            "completed into blobs, some failed",
            """
            {"id":"batch_77","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":null,"input_blob":"https://acct.blob.core.windows.net/in/batch.jsonl","completion_window":"24h","status":"completed","output_file_id":null,"output_blob":"https://acct.blob.core.windows.net/out/77/results.jsonl","error_file_id":null,"error_blob":"https://acct.blob.core.windows.net/out/77/errors.jsonl","created_at":1795168800,"in_progress_at":1795168860,"expires_at":1795255200,"finalizing_at":1795177800,"completed_at":1795177860,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":500,"completed":490,"failed":10},"metadata":null}
            """,
            """
            {"id":"batch_77","object":"batch","endpoint":"/chat/completions","input_file_id":"https://acct.blob.core.windows.net/in/batch.jsonl","completion_window":"24h","status":"completed",
             "request_counts":{"total":500,"completed":490,"failed":10,"succeeded":490},"created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168860,
             "finalizing_at":1795177800,"completed_at":1795177860,"output_file_id":"https://acct.blob.core.windows.net/out/77/results.jsonl",
             "error_file_id":"https://acct.blob.core.windows.net/out/77/errors.jsonl","processing_status":"completed","progress":100}
            """
        },
        {
            "failed, with the end as the time of completion",
            """
            {"id":"batch_78","object":"batch","endpoint":"/chat/completions","errors":{"object":"list","data":[{"code":"duplicate_custom_id","message":"Duplicate custom id.","param":null,"line":3}]},"input_file_id":"file-7b2","completion_window":"24h","status":"failed","output_file_id":null,"error_file_id":null,"created_at":1795168800,"in_progress_at":null,"expires_at":1795255200,"finalizing_at":null,"completed_at":1795168860,"failed_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":null,"completed":null,"failed":null},"metadata":null}
            """,
            """
            {"id":"batch_78","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b2","completion_window":"24h","status":"failed","created_at":1795168800,"expires_at":1795255200,
             "failed_at":1795168860,"errors":{"object":"list","data":[{"code":"duplicate_custom_id","message":"Duplicate custom id.","line":3}]},"processing_status":"failed"}
            """
        },
        {
            "validating, in capitals",
            """
            {"id":"batch_80","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"Validating","output_file_id":null,"output_blob":"","error_file_id":null,"error_blob":"","in_progress_at":null,"expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":null,"completed":null,"failed":null},"created_at":1795168800,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"metadata":null}
            """,
            """
            {"id":"batch_80","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,
             "status":"validating","processing_status":"Validating"}
            """
        },
        {
            "expired, with what was done by then",
            """
            {"id":"batch_81","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"expired","output_file_id":"file-o1","output_blob":"","error_file_id":"file-e1","error_blob":"","in_progress_at":1795168860,"expired_at":1795255320,"cancelling_at":null,"cancelled_at":null,"request_counts":{"total":500,"completed":450,"failed":10},"created_at":1795168800,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"metadata":null}
            """,
            """
            {"id":"batch_81","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,
             "in_progress_at":1795168860,"expired_at":1795255320,"status":"expired","processing_status":"expired","output_file_id":"file-o1","error_file_id":"file-e1",
             "request_counts":{"total":500,"completed":450,"failed":10,"succeeded":450,"expired":40},"progress":92}
            """
        },
        {
            "cancelling, with blobs that are only named",
            """
            {"id":"batch_82","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"cancelling","output_file_id":null,"output_blob":"https://b/out","error_file_id":null,"error_blob":"https://b/err","in_progress_at":1795168860,"expired_at":null,"cancelling_at":1795172400,"cancelled_at":null,"request_counts":{"total":500,"completed":100,"failed":0},"created_at":1795168800,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"metadata":null}
            """,
            """
            {"id":"batch_82","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,
             "in_progress_at":1795168860,"cancelling_at":1795172400,"status":"cancelling","processing_status":"cancelling",
             "request_counts":{"total":500,"completed":100,"failed":0,"succeeded":100,"pending":400},"progress":20}
            """
        },
        {
            "cancelled, with one L as in the sample of the how-to",
            """
            {"id":"batch_82","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"canceled","output_file_id":null,"output_blob":"https://b/out","error_file_id":null,"error_blob":"https://b/err","in_progress_at":1795168860,"expired_at":null,"cancelling_at":1795172400,"cancelled_at":1795172640,"request_counts":{"total":500,"completed":100,"failed":0},"created_at":1795168800,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"metadata":null}
            """,
            """
            {"id":"batch_82","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,
             "in_progress_at":1795168860,"cancelling_at":1795172400,"cancelled_at":1795172640,"status":"cancelled","processing_status":"canceled",
             "output_file_id":"https://b/out","error_file_id":"https://b/err","request_counts":{"total":500,"completed":100,"failed":0,"succeeded":100,"canceled":400},"progress":20}
            """
        },
        {
            "a word of tomorrow, and an end that goes with no state",
            """
            {"id":"batch_83","object":"batch","endpoint":"/chat/completions","errors":null,"input_file_id":"file-7b1","input_blob":"","completion_window":"24h","status":"archiving","output_file_id":null,"output_blob":"https://b/out","error_file_id":null,"error_blob":"","in_progress_at":1795168860,"expired_at":1795255320,"cancelling_at":null,"cancelled_at":1795172640,"request_counts":{"total":500,"completed":490,"failed":0},"created_at":1795168800,"expires_at":1795255200,"finalizing_at":null,"completed_at":null,"failed_at":null,"metadata":null}
            """,
            """
            {"id":"batch_83","object":"batch","endpoint":"/chat/completions","input_file_id":"file-7b1","completion_window":"24h","created_at":1795168800,"expires_at":1795255200,
             "in_progress_at":1795168860,"status":"in_progress","processing_status":"archiving",
             "request_counts":{"total":500,"completed":490,"failed":0,"succeeded":490,"pending":10},"progress":98}
            """
        },
        {
            "running into blobs that are named before they exist",
            """{"id":"batch_79","status":"finalizing","input_blob":"https://b/in","output_blob":"https://b/out","error_blob":"https://b/err","created_at":1795168800}""",
            """
            {"id":"batch_79","object":"batch","endpoint":"","input_file_id":"https://b/in","completion_window":"","status":"finalizing","created_at":1795168800,"processing_status":"finalizing"}
            """
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
    [InlineData("Validating", "validating")]
    [InlineData("in_progress", "in_progress")]
    [InlineData("finalizing", "finalizing")]
    [InlineData("COMPLETED", "completed")]
    [InlineData("failed", "failed")]
    [InlineData("expired", "expired")]
    [InlineData("canceling", "cancelling")]
    [InlineData("cancelling", "cancelling")]
    [InlineData("canceled", "cancelled")]
    [InlineData("cancelled", "cancelled")]
    [InlineData("tomorrow", "in_progress")]
    public void Each_word_has_its_status(string word, string status)
    {
        var batch = Provider.Read(AdapterProbe.Json($$"""{"id":"batch_1","status":"{{word}}"}"""), Asked)!;
        Assert.Equal((status, word), (batch.Status.Word, batch.ProcessingStatus));
    }

    [Theory]
    [InlineData(401, """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(401, """{"error":{"code":"Unauthorized","message":"Access denied."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"error":{"code":"PermissionDenied","message":"The principal lacks the role."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":{"code":"404","message":"Resource not found"}}""", BatchFaultCode.ProviderError)]
    [InlineData(404, """{"error":{"message":"No batch found with id 'batch_x'.","type":"invalid_request_error","param":null,"code":null}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"error":{"message":"Invalid 'batch_id': 'x'.","type":"invalid_request_error","param":"batch_id","code":"invalid_value"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"error":{"code":"429","message":"Rate limit is exceeded."}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"error":{"code":"InternalServerError","message":"Oops."}}""", BatchFaultCode.ProviderError)]
    [InlineData(503, "", BatchFaultCode.ProviderError)]
    public async Task Each_refusal_becomes_its_fault(int status, string body, BatchFaultCode code)
    {
        var fault = await AdapterProbe.FaultAsync(stub => new AzureProvider(stub.Http, null!), Asked, (status, body));
        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("https://r.openai.azure.com", null, "https://r.openai.azure.com/openai/v1/batches/batch_1")]
    [InlineData("https://r.openai.azure.com/", "2024-10-21", "https://r.openai.azure.com/openai/batches/batch_1?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/", "preview", "https://r.openai.azure.com/openai/v1/batches/batch_1?api-version=preview")]
    [InlineData("https://r.services.ai.azure.com/openai/v1/", null, "https://r.services.ai.azure.com/openai/v1/batches/batch_1")]
    [InlineData("https://r.openai.azure.com/openai", "2025-04-01-preview", "https://r.openai.azure.com/openai/batches/batch_1?api-version=2025-04-01-preview")]
    public void The_version_decides_the_path(string endpoint, string? version, string address)
    {
        var account = AdapterProbe.Account("azure", credentials: new AccountOptions { Endpoint = new Uri(endpoint), ApiVersion = version, ApiKey = "k" });
        Assert.Equal(address, Provider.Address(account, "batch_1").AbsoluteUri);
    }

    [Fact]
    public void A_base_url_stands_over_the_endpoint() => Assert.Equal(
        "http://localhost:7/azure/batches/batch_1",
        Provider.Address(AdapterProbe.Account("azure", "http://localhost:7/azure/"), "batch_1").AbsoluteUri);

    [Fact]
    public async Task A_key_goes_in_its_own_header()
    {
        using var stub = new StubbedHttp((200, """{"id":"batch_1","status":"completed"}"""));
        await new AzureProvider(stub.Http, null!).RetrieveAsync(AdapterProbe.Account("azure", "http://a.test"), Asked, TestContext.Current.CancellationToken);
        var request = Assert.Single(stub.Requests);
        Assert.Equal(AdapterProbe.Key, Assert.Single(request.Headers.GetValues("api-key")));
        Assert.Null(request.Headers.Authorization);
    }

    [Theory]
    [InlineData("https://r.openai.azure.com", null, "https://cognitiveservices.azure.com/.default")]
    [InlineData("https://r.openai.azure.us", null, "https://cognitiveservices.azure.us/.default")]
    [InlineData("https://r.services.ai.azure.com", "https://ai.azure.com/.default", "https://ai.azure.com/.default")]
    public async Task An_entra_token_is_asked_for_the_scope_of_the_cloud(string endpoint, string? scope, string expected)
    {
        using var stub = new StubbedHttp((200, """{"id":"batch_1","status":"completed"}"""));
        var credential = new StubbedCredential(context => Task.FromResult(
            new AccessToken("token for " + Assert.Single(context.Scopes), TimeProvider.System.GetUtcNow().AddHours(1))));
        var account = AdapterProbe.Account("azure", credentials: new AccountOptions { Endpoint = new Uri(endpoint), UseEntra = true, EntraScope = scope });
        await new AzureProvider(stub.Http, new EntraTokens(credential, TimeProvider.System))
            .RetrieveAsync(account, Asked, TestContext.Current.CancellationToken);
        Assert.Equal("Bearer token for " + expected, Assert.Single(stub.Requests).Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData(Asked, true)]
    [InlineData("batch_c1c8b0d2-1111-4222-8333-a1b2c3d4e5f6", true)]
    [InlineData("batch_", false)]
    [InlineData("batch_a/../b", false)]
    [InlineData("msgbatch_1", false)]
    public void Only_ids_of_batches_pass(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void What_is_missing_is_named()
    {
        var settings = new ProviderOptions();
        Assert.Contains("AZURE_OPENAI_ENDPOINT", Provider.WhyNot(settings, null)!.Message, StringComparison.Ordinal);
        Assert.Contains("AZURE_OPENAI_ENDPOINT", Provider.WhyNot(settings, new AccountOptions { ApiKey = "k" })!.Message, StringComparison.Ordinal);
        var keyless = new AccountOptions { Endpoint = new Uri("https://r.openai.azure.com") };
        Assert.Contains("AZURE_OPENAI_API_KEY", Provider.WhyNot(settings, keyless)!.Message, StringComparison.Ordinal);
        keyless.UseEntra = true;
        Assert.Null(Provider.WhyNot(settings, keyless));
        Assert.Null(Provider.WhyNot(new ProviderOptions { BaseUrl = new Uri("http://a.test") }, new AccountOptions { ApiKey = "k" }));
        var variables = new Dictionary<string, string?> { ["AZURE_OPENAI_ENDPOINT"] = "https://r.openai.azure.com", ["AZURE_OPENAI_API_KEY"] = "k" };
        Assert.Null(Provider.WhyNot(settings, Provider.AccountFromEnvironment(variables.GetValueOrDefault)));
        Assert.Null(Provider.AccountFromEnvironment(_ => null));
        Assert.Equal(TimeSpan.FromSeconds(60), Provider.MinimumInterval);
    }
}

using System.Text;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class GeminiTests
{
    private const string Asked = "batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8";

    public static TheoryData<string, string, string> States => new()
    {
        {
            "running",
            """
            {"name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","displayName":"nightly","inputConfig":{"fileName":"files/in123"},"createTime":"2026-11-20T10:00:00.123456789Z","updateTime":"2026-11-20T10:00:05.123456789Z","batchStats":{"requestCount":"100","pendingRequestCount":"100"},"state":"BATCH_STATE_RUNNING","name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8"}}
            """,
            """
            {"id":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash",
             "input_file_id":"files/in123","completion_window":"24h","status":"in_progress",
             "request_counts":{"total":100,"completed":0,"failed":0,"succeeded":0,"pending":100},
             "created_at":1795168800,"expires_at":1795341600,"processing_status":"BATCH_STATE_RUNNING",
             "operation_name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","done":false,"progress":0}
            """
        },
        {
            "succeeded, some failed",
            """
            {"name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","displayName":"nightly","inputConfig":{"fileName":"files/in123"},"output":{"responsesFile":"files/batch-q1w2e3"},"createTime":"2026-11-20T10:00:00.123456789Z","endTime":"2026-11-20T12:30:00.987654321Z","updateTime":"2026-11-20T12:30:00.987654321Z","batchStats":{"requestCount":"100","successfulRequestCount":"97","failedRequestCount":"3"},"state":"BATCH_STATE_SUCCEEDED","name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8"},"done":true,"response":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatchOutput","responsesFile":"files/batch-q1w2e3"}}
            """,
            """
            {"id":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash",
             "input_file_id":"files/in123","completion_window":"24h","status":"completed",
             "request_counts":{"total":100,"completed":97,"failed":3,"succeeded":97},
             "created_at":1795168800,"expires_at":1795341600,"completed_at":1795177800,"output_file_id":"files/batch-q1w2e3","processing_status":"BATCH_STATE_SUCCEEDED",
             "operation_name":"batches/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8","done":true,"progress":100}
            """
        },
        {
            "pending",
            """
            {"name":"batches/g1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","displayName":"nightly","inputConfig":{"fileName":"files/in123"},"createTime":"2026-11-20T10:00:00.123456789Z","updateTime":"2026-11-20T10:00:05Z","batchStats":{"requestCount":"100","pendingRequestCount":"100"},"state":"BATCH_STATE_PENDING","name":"batches/g1"}}
            """,
            """
            {"id":"batches/g1","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash","input_file_id":"files/in123",
             "completion_window":"24h","created_at":1795168800,"expires_at":1795341600,"operation_name":"batches/g1",
             "status":"validating","request_counts":{"total":100,"completed":0,"failed":0,"succeeded":0,"pending":100},"processing_status":"BATCH_STATE_PENDING","done":false,"progress":0}
            """
        },
        {
            "unspecified, and not done",
            """
            {"name":"batches/g1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","displayName":"nightly","inputConfig":{"fileName":"files/in123"},"createTime":"2026-11-20T10:00:00.123456789Z","updateTime":"2026-11-20T10:00:05Z","state":"BATCH_STATE_UNSPECIFIED","name":"batches/g1"}}
            """,
            """
            {"id":"batches/g1","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash","input_file_id":"files/in123",
             "completion_window":"24h","created_at":1795168800,"expires_at":1795341600,"operation_name":"batches/g1",
             "status":"validating","processing_status":"BATCH_STATE_UNSPECIFIED","done":false}
            """
        },
        {
            "a word of tomorrow, and an end that goes with no state",
            """
            {"name":"batches/g1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","displayName":"nightly","inputConfig":{"fileName":"files/in123"},"createTime":"2026-11-20T10:00:00.123456789Z","updateTime":"2026-11-20T10:00:05Z","endTime":"2026-11-20T12:30:00Z","batchStats":{"requestCount":"100","successfulRequestCount":"40","failedRequestCount":"1","pendingRequestCount":"59"},"state":"BATCH_STATE_OF_TOMORROW","name":"batches/g1"}}
            """,
            """
            {"id":"batches/g1","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash","input_file_id":"files/in123",
             "completion_window":"24h","created_at":1795168800,"expires_at":1795341600,"operation_name":"batches/g1",
             "status":"in_progress","request_counts":{"total":100,"completed":40,"failed":1,"succeeded":40,"pending":59},"processing_status":"BATCH_STATE_OF_TOMORROW","done":false,"progress":41}
            """
        },
        {
            "failed",
            """
            {"name":"batches/f1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","createTime":"2026-11-20T10:00:00Z","endTime":"2026-11-20T10:01:00Z","updateTime":"2026-11-20T10:01:00Z","batchStats":{"requestCount":"3"},"state":"BATCH_STATE_FAILED","name":"batches/f1"},"done":true,"error":{"code":3,"message":"The input file could not be parsed."}}
            """,
            """
            {"id":"batches/f1","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash","input_file_id":"","completion_window":"24h",
             "status":"failed","request_counts":{"total":3,"completed":0,"failed":0,"succeeded":0},"created_at":1795168800,"expires_at":1795341600,"failed_at":1795168860,
             "errors":{"object":"list","data":[{"code":"INVALID_ARGUMENT","message":"The input file could not be parsed."}]},
             "processing_status":"BATCH_STATE_FAILED","operation_name":"batches/f1","done":true,"progress":0}
            """
        },
        {
            "cancelled, though the error says internal",
            """
            {"name":"batches/c1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch","model":"models/gemini-2.5-flash","createTime":"2026-11-20T10:00:00Z","endTime":"2026-11-20T11:00:00Z","updateTime":"2026-11-20T11:00:00Z","batchStats":{"requestCount":"100"},"state":"BATCH_STATE_CANCELLED","name":"batches/c1"},"done":true,"error":{"code":13,"message":"The operation was cancelled."}}
            """,
            """
            {"id":"batches/c1","object":"batch","endpoint":"/v1beta/models/gemini-2.5-flash:generateContent","model":"models/gemini-2.5-flash","input_file_id":"","completion_window":"24h",
             "status":"cancelled","request_counts":{"total":100,"completed":0,"failed":0,"succeeded":0,"canceled":100},"created_at":1795168800,"expires_at":1795341600,
             "cancelled_at":1795172400,"errors":{"object":"list","data":[{"code":"INTERNAL","message":"The operation was cancelled."}]},
             "processing_status":"BATCH_STATE_CANCELLED","operation_name":"batches/c1","done":true,"progress":0}
            """
        },
        {
            "expired, without an error, of embeddings",
            """
            {"name":"batches/e1","metadata":{"@type":"type.googleapis.com/google.ai.generativelanguage.v1main.EmbedContentBatch","model":"models/gemini-embedding-001","createTime":"2026-11-20T10:00:00Z","updateTime":"2026-11-22T10:00:00Z","batchStats":{"requestCount":"4","successfulRequestCount":"1"},"state":"BATCH_STATE_EXPIRED"},"done":true}
            """,
            """
            {"id":"batches/e1","object":"batch","endpoint":"/v1beta/models/gemini-embedding-001:batchEmbedContents","model":"models/gemini-embedding-001","input_file_id":"","completion_window":"24h",
             "status":"expired","request_counts":{"total":4,"completed":1,"failed":0,"succeeded":1,"expired":3},"created_at":1795168800,"expires_at":1795341600,
             "expired_at":1795341600,"processing_status":"BATCH_STATE_EXPIRED","operation_name":"batches/e1","done":true,"progress":25}
            """
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_becomes_the_whole_batch(string state, string answer, string expected)
    {
        Assert.NotEmpty(state);
        AdapterProbe.AssertSays(expected, new GeminiProvider(null!).Read(AdapterProbe.Json(answer), Asked));
    }

    [Theory]
    [InlineData("BATCH_STATE_UNSPECIFIED", "validating")]
    [InlineData("BATCH_STATE_PENDING", "validating")]
    [InlineData("BATCH_STATE_RUNNING", "in_progress")]
    [InlineData("BATCH_STATE_SUCCEEDED", "completed")]
    [InlineData("BATCH_STATE_FAILED", "failed")]
    [InlineData("BATCH_STATE_CANCELLED", "cancelled")]
    [InlineData("BATCH_STATE_EXPIRED", "expired")]
    [InlineData("JOB_STATE_PENDING", "validating")]
    [InlineData("JOB_STATE_SUCCEEDED", "completed")]
    [InlineData("BATCH_STATE_OF_TOMORROW", "in_progress")]
    public void Each_word_has_its_status(string word, string status)
    {
        var batch = new GeminiProvider(null!).Read(AdapterProbe.Json($$$"""{"name":"batches/a","metadata":{"state":"{{{word}}}" } }"""), Asked);
        Assert.Equal((status, word), (batch!.Status.Word, batch.ProcessingStatus));
    }

    [Theory]
    [InlineData("""{"name":"batches/a","done":true,"error":{"code":3}}""", "failed")]
    [InlineData("""{"name":"batches/a","done":true,"error":{"code":1}}""", "cancelled")]
    [InlineData("""{"name":"batches/a","done":true,"response":{"responsesFile":"files/x"}}""", "completed")]
    [InlineData("""{"name":"batches/a","done":true}""", "in_progress")]
    [InlineData("""{"name":"batches/a","response":{"responsesFile":"files/x"}}""", "in_progress")]
    [InlineData("""{"name":"batches/a","metadata":{"state":"BATCH_STATE_UNSPECIFIED"},"done":true,"error":{"code":13}}""", "failed")]
    public void Without_a_state_only_done_tells_an_end(string answer, string status) =>
        Assert.Equal(status, new GeminiProvider(null!).Read(AdapterProbe.Json(answer), Asked)!.Status.Word);

    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, """{"error":{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, """{"error":{"code":400,"message":"Invalid batch name: batches/x","status":"INVALID_ARGUMENT"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}""", BatchFaultCode.ProviderError)]
    [InlineData(403, """{"error":{"code":403,"message":"Denied.","status":"PERMISSION_DENIED"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, "<!DOCTYPE html><title>404</title>", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"error":{"code":429,"message":"Exhausted.","status":"RESOURCE_EXHAUSTED"}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(503, """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", BatchFaultCode.ProviderError)]
    [InlineData(504, """{"error":{"code":504,"message":"Deadline.","status":"DEADLINE_EXCEEDED"}}""", BatchFaultCode.ProviderError)]
    [InlineData(200, "{}", BatchFaultCode.ProviderBadResponse)]
    public async Task Each_refusal_becomes_its_fault(int status, string body, BatchFaultCode code)
    {
        var fault = await AdapterProbe.FaultAsync(stub => new GeminiProvider(stub.Http), Asked, (status, body));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public async Task The_delay_of_a_refusal_is_read_from_its_body()
    {
        using var stub = new StubbedHttp((429, """
            {"error":{"code":429,"message":"Exhausted.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17s"}]}}
            """));
        var answer = await new GeminiProvider(stub.Http).RetrieveAsync(
            AdapterProbe.Account("gemini"), Asked, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(17), answer.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(17), answer.Fault!.RetryAfter);
    }

    [Fact]
    public async Task Inline_results_are_skipped_and_the_status_is_still_read()
    {
        var results = new StringBuilder();
        for (var number = 0; number < 3000; number++)
        {
            results.Append(number == 0 ? "" : ",").Append("{\"response\":{\"text\":\"").Append('x', 3000).Append("\"}}");
        }

        using var stub = new StubbedHttp((200, $$$"""
            {"name":"batches/a","metadata":{"output":{"inlinedResponses":{"inlinedResponses":[{{{results}}}] } },"state":"BATCH_STATE_SUCCEEDED"},
             "done":true,"response":{"inlinedResponses":{"inlinedResponses":[{{{results}}}] } } }
            """));
        var answer = await new GeminiProvider(stub.Http).RetrieveAsync(
            AdapterProbe.Account("gemini"), Asked, TestContext.Current.CancellationToken);
        Assert.Equal(BatchStatus.Completed, answer.Batch!.Status);
        Assert.Null(answer.Batch.OutputFileId);
        Assert.True(answer.Raw.Length < 1000, $"{answer.Raw.Length} bytes were kept");
    }

    [Fact]
    public async Task The_key_goes_in_a_header_and_the_name_in_the_path()
    {
        using var stub = new StubbedHttp((200, """{"name":"batches/a"}"""));
        await new GeminiProvider(stub.Http).RetrieveAsync(
            AdapterProbe.Account("gemini"), "batches/a-b_c", TestContext.Current.CancellationToken);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("https://generativelanguage.googleapis.com/v1beta/batches/a-b_c", request.RequestUri!.AbsoluteUri);
        Assert.Equal(AdapterProbe.Key, Assert.Single(request.Headers.GetValues("x-goog-api-key")));
    }

    [Theory]
    [InlineData("batches/abc", "batches/abc")]
    [InlineData("abc", "batches/abc")]
    [InlineData("batches/", null)]
    [InlineData("batches/a/b", null)]
    [InlineData("batches/..", null)]
    [InlineData("files/abc", null)]
    [InlineData("batches/abc\n", null)]
    public void Two_spellings_are_one_batch(string id, string? canonical) =>
        Assert.Equal(canonical, AdapterProbe.Canonical(new GeminiProvider(null!), id));

    [Fact]
    public void The_customary_variable_makes_an_account()
    {
        var provider = new GeminiProvider(null!);
        Assert.Equal("k", provider.AccountFromEnvironment(name => name == "GEMINI_API_KEY" ? "k" : null)!.ApiKey);
        Assert.Contains("GEMINI_API_KEY", provider.WhyNot(new ProviderOptions(), null)!.Message, StringComparison.Ordinal);
    }
}

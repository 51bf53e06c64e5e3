using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class AnthropicTests
{
    private const string Asked = "msgbatch_013Zva2CMHLNnXjNJJKqJ2EF";

    public static TheoryData<string, string, string> States => new()
    {
        {
            "in progress",
            """
            {"id":"msgbatch_013Zva2CMHLNnXjNJJKqJ2EF","type":"message_batch","processing_status":"in_progress","request_counts":{"processing":100,"succeeded":0,"errored":0,"canceled":0,"expired":0},"created_at":"2026-11-20T10:00:00.123456+00:00","expires_at":"2026-11-21T10:00:00.123456+00:00","ended_at":null,"cancel_initiated_at":null,"archived_at":null,"results_url":null}
            """,
            """
            {"id":"msgbatch_013Zva2CMHLNnXjNJJKqJ2EF","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"in_progress",
             "request_counts":{"total":100,"completed":0,"failed":0,"succeeded":0,"expired":0,"canceled":0,"pending":100},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"processing_status":"in_progress","progress":0}
            """
        },
        {
            "ended, some errored",
            """
            {"id":"msgbatch_013Zva2CMHLNnXjNJJKqJ2EF","type":"message_batch","processing_status":"ended","request_counts":{"processing":0,"succeeded":95,"errored":5,"canceled":0,"expired":0},"created_at":"2026-11-20T10:00:00.123456+00:00","expires_at":"2026-11-21T10:00:00.123456+00:00","ended_at":"2026-11-20T10:31:07.000001+00:00","cancel_initiated_at":null,"archived_at":null,"results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_013Zva2CMHLNnXjNJJKqJ2EF/results"}
            """,
            """
            {"id":"msgbatch_013Zva2CMHLNnXjNJJKqJ2EF","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"completed",
             "request_counts":{"total":100,"completed":95,"failed":5,"succeeded":95,"expired":0,"canceled":0,"pending":0},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"completed_at":1795170667,"processing_status":"ended",
             "results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_013Zva2CMHLNnXjNJJKqJ2EF/results","progress":100}
            """
        },
        {
            "expired",
            """
            {"id":"msgbatch_01E","type":"message_batch","processing_status":"ended","request_counts":{"processing":0,"succeeded":60,"errored":0,"canceled":0,"expired":40},"created_at":"2026-11-20T10:00:00Z","expires_at":"2026-11-21T10:00:00Z","ended_at":"2026-11-21T10:00:02Z","cancel_initiated_at":null,"archived_at":null,"results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_01E/results"}
            """,
            """
            {"id":"msgbatch_01E","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"expired",
             "request_counts":{"total":100,"completed":60,"failed":0,"succeeded":60,"expired":40,"canceled":0,"pending":0},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"expired_at":1795255202,"processing_status":"ended",
             "results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_01E/results","progress":60}
            """
        },
        {
            "canceling",
            """
            {"id":"msgbatch_01C","type":"message_batch","processing_status":"canceling","request_counts":{"processing":100,"succeeded":0,"errored":0,"canceled":0,"expired":0},"created_at":"2026-11-20T10:00:00Z","expires_at":"2026-11-21T10:00:00Z","ended_at":null,"cancel_initiated_at":"2026-11-20T11:00:00Z","archived_at":null,"results_url":null}
            """,
            """
            {"id":"msgbatch_01C","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"cancelling",
             "request_counts":{"total":100,"completed":0,"failed":0,"succeeded":0,"expired":0,"canceled":0,"pending":100},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"cancelling_at":1795172400,"processing_status":"canceling","progress":0}
            """
        },
        {
            "cancelled",
            """
            {"id":"msgbatch_01C","type":"message_batch","processing_status":"ended","request_counts":{"processing":0,"succeeded":10,"errored":0,"canceled":90,"expired":0},"created_at":"2026-11-20T10:00:00Z","expires_at":"2026-11-21T10:00:00Z","ended_at":"2026-11-20T11:00:25Z","cancel_initiated_at":"2026-11-20T11:00:00Z","archived_at":null,"results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_01C/results"}
            """,
            """
            {"id":"msgbatch_01C","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"cancelled",
             "request_counts":{"total":100,"completed":10,"failed":0,"succeeded":10,"expired":0,"canceled":90,"pending":0},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"cancelling_at":1795172400,"cancelled_at":1795172425,
             "processing_status":"ended","results_url":"https://api.anthropic.com/v1/messages/batches/msgbatch_01C/results","progress":10}
            """
        },
        {
            "archived",
            """
            {"id":"msgbatch_01A","type":"message_batch","processing_status":"ended","request_counts":{"processing":0,"succeeded":2,"errored":0,"canceled":0,"expired":0},"created_at":"2026-11-20T10:00:00Z","expires_at":"2026-11-21T10:00:00Z","ended_at":"2026-11-20T11:00:25Z","cancel_initiated_at":null,"archived_at":"2026-12-19T10:00:00Z","results_url":null}
            """,
            """
            {"id":"msgbatch_01A","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"completed",
             "request_counts":{"total":2,"completed":2,"failed":0,"succeeded":2,"expired":0,"canceled":0,"pending":0},
             "created_at":1795168800,"expires_at":1795255200,"in_progress_at":1795168800,"completed_at":1795172425,"processing_status":"ended",
             "archived_at":1797674400,"progress":100}
            """
        },
        {
            "a word of tomorrow",
            """{"id":"msgbatch_01U","processing_status":"paused"}""",
            """
            {"id":"msgbatch_01U","object":"batch","endpoint":"/v1/messages","input_file_id":"","completion_window":"24h","status":"in_progress","processing_status":"paused"}
            """
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_becomes_the_whole_batch(string state, string answer, string expected)
    {
        Assert.NotEmpty(state);
        AdapterProbe.AssertSays(expected, new AnthropicProvider(null!).Read(AdapterProbe.Json(answer), Asked));
    }

    [Theory]
    [InlineData(10, 0, 0, 0, false, "completed")]
    [InlineData(0, 10, 0, 0, false, "completed")]
    [InlineData(0, 0, 0, 0, false, "completed")]
    [InlineData(0, 0, 10, 0, false, "cancelled")]
    [InlineData(5, 0, 5, 0, true, "cancelled")]
    [InlineData(5, 0, 3, 2, true, "cancelled")]
    [InlineData(5, 0, 0, 5, true, "expired")]
    [InlineData(10, 0, 0, 0, true, "completed")]
    [InlineData(0, 0, 0, 10, false, "expired")]
    public void An_end_is_what_its_counts_say(int succeeded, int errored, int canceled, int expired, bool cancelAsked, string status)
    {
        var batch = new AnthropicProvider(null!).Read(
            AdapterProbe.Json($$"""
                {"id":"{{Asked}}","processing_status":"ended","cancel_initiated_at":{{(cancelAsked ? "\"2026-11-20T11:00:00Z\"" : "null")}},
                 "request_counts":{"processing":0,"succeeded":{{succeeded}},"errored":{{errored}},"canceled":{{canceled}},"expired":{{expired}} } }
                """),
            Asked);
        Assert.Equal(status, batch!.Status.Word);
    }

    [Theory]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"API key is invalid."},"request_id":"req_1"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, """{"type":"error","error":{"type":"billing_error","message":"Pay."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"type":"error","error":{"type":"permission_error","message":"No."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"On hold.","details":{"error_code":"organization_on_hold"}}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"message_batch_id: Invalid."}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"anthropic-version: bad."}}""", BatchFaultCode.ProviderError)]
    [InlineData(404, """{"type":"error","error":{"type":"not_found_error","message":"Message Batch msgbatch_x not found."}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"Slow down."}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"type":"error","error":{"type":"api_error","message":"Oops."}}""", BatchFaultCode.ProviderError)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded."}}""", BatchFaultCode.ProviderError)]
    [InlineData(404, "<html>nginx</html>", BatchFaultCode.ProviderError)]
    [InlineData(200, """{"hello":"world"}""", BatchFaultCode.ProviderBadResponse)]
    public async Task Each_refusal_becomes_its_fault(int status, string body, BatchFaultCode code)
    {
        var fault = await AdapterProbe.FaultAsync(stub => new AnthropicProvider(stub.Http), Asked, (status, body));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public async Task The_key_and_the_version_go_with_the_request()
    {
        using var stub = new StubbedHttp((200, """{"id":"msgbatch_1","processing_status":"in_progress"}"""));
        await new AnthropicProvider(stub.Http).RetrieveAsync(
            AdapterProbe.Account("anthropic"), Asked, TestContext.Current.CancellationToken);
        var request = Assert.Single(stub.Requests);
        Assert.Equal("https://api.anthropic.com/v1/messages/batches/" + Asked, request.RequestUri!.AbsoluteUri);
        Assert.Equal(AdapterProbe.Key, Assert.Single(request.Headers.GetValues("x-api-key")));
        Assert.Equal("2023-06-01", Assert.Single(request.Headers.GetValues("anthropic-version")));
        Assert.Null(request.Headers.Authorization);
    }

    [Theory]
    [InlineData(Asked, true)]
    [InlineData("msgbatch_", false)]
    [InlineData("batch_123", false)]
    [InlineData("msgbatch_a/b", false)]
    [InlineData("msgbatch_a?b", false)]
    [InlineData("msgbatch_a\n", false)]
    [InlineData("..", false)]
    public void Only_ids_of_message_batches_pass(string id, bool valid) =>
        Assert.Equal(valid ? id : null, AdapterProbe.Canonical(new AnthropicProvider(null!), id));

    [Fact]
    public void The_customary_variable_makes_an_account()
    {
        var provider = new AnthropicProvider(null!);
        Assert.Equal("k", provider.AccountFromEnvironment(name => name == "ANTHROPIC_API_KEY" ? "k" : null)!.ApiKey);
        Assert.Null(provider.AccountFromEnvironment(_ => null));
        var fault = provider.WhyNot(new ProviderOptions(), null);
        Assert.Equal(BatchFaultCode.ProviderNotConfigured, fault!.Code);
        Assert.Contains("ANTHROPIC_API_KEY", fault.Message, StringComparison.Ordinal);
    }
}

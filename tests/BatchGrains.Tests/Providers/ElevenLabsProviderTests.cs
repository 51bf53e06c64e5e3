using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class ElevenLabsProviderTests
{
    private const string Id = "btcal_x1";

    private static readonly ElevenLabsProvider Provider = Make(new StubbedHttp());

    private static readonly string Start =
        """
        {"id":"btcal_x1","name":"Nov recall","agent_id":"agent_1","agent_name":"Front desk","created_at_unix":1795300000,
         "scheduled_time_unix":1795310000,"timezone":"Europe/Berlin","total_calls_dispatched":0,"total_calls_scheduled":3,"retry_count":0,
         "phone_number_id":"phnum_1","phone_provider":"twilio","whatsapp_params":{"whatsapp_phone_number_id":"4915550000001"},
         "recipients":[{"id":"rcp_1","phone_number":"+10000000001","status":"failed","created_at_unix":1795300000,"updated_at_unix":1795300000,
           "conversation_initiation_client_data":{"dynamic_variables":{"name":"Ada Example"}}}],
        """;

    private static readonly string Same =
        """
        {"id":"btcal_x1","object":"batch","endpoint":"/v1/convai/batch-calling","input_file_id":"","completion_window":"",
         "metadata":{"agent_id":"agent_1","agent_name":"Front desk","name":"Nov recall","retry_count":"0"},"created_at":1795300000,
        """;

    [Theory]
    [InlineData(
        """ "status":"pending","total_calls_finished":0,"last_updated_at_unix":1795300000}""",
        """ "status":"validating","processing_status":"pending","progress":0,"request_counts":{"total":3,"completed":0,"pending":3}}""")]
    [InlineData(
        """ "status":"in_progress","total_calls_finished":1,"last_updated_at_unix":1795310500}""",
        """
        "status":"in_progress","processing_status":"in_progress","progress":33,"in_progress_at":1795310000,
        "request_counts":{"total":3,"completed":1,"pending":2}}
        """)]
    [InlineData(
        """ "status":"in_progress","last_updated_at_unix":1795310500}""",
        """ "status":"in_progress","processing_status":"in_progress","in_progress_at":1795310000,"request_counts":{"total":3}}""")]
    [InlineData(
        """ "status":"completed","total_calls_finished":3,"last_updated_at_unix":1795311000}""",
        """
        "status":"completed","processing_status":"completed","progress":100,"in_progress_at":1795310000,"completed_at":1795311000,
        "request_counts":{"total":3,"completed":3},"results_url":"https://provider.test/api/convai/batch-calling/btcal_x1/export"}
        """)]
    [InlineData(
        """ "status":"failed","total_calls_finished":3,"last_updated_at_unix":1795311000}""",
        """
        "status":"failed","processing_status":"failed","progress":99,"in_progress_at":1795310000,"failed_at":1795311000,
        "request_counts":{"total":3,"completed":3},"results_url":"https://provider.test/api/convai/batch-calling/btcal_x1/export"}
        """)]
    [InlineData(
        """ "status":"cancelled","total_calls_finished":0,"last_updated_at_unix":1795305000}""",
        """
        "status":"cancelled","processing_status":"cancelled","progress":0,"cancelled_at":1795305000,
        "request_counts":{"total":3,"completed":0,"canceled":3},"results_url":"https://provider.test/api/convai/batch-calling/btcal_x1/export"}
        """)]
    [InlineData(
        """ "status":"rescheduled","total_calls_finished":0,"last_updated_at_unix":1795305000}""",
        """ "status":"in_progress","processing_status":"rescheduled","progress":0,"request_counts":{"total":3,"completed":0,"pending":3}}""")]
    public Task Every_state_is_told(string given, string expected) => WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Fact]
    public async Task Nothing_of_the_recipients_leaves_the_adapter()
    {
        var (answer, _) = await WholeAnswer.AskAsync(Make, Id, Start + """ "status":"completed"}""");

        Assert.False(Provider.MayKeepRaw);
        Assert.True(answer.Raw.IsEmpty);
        var shown = System.Text.Json.JsonSerializer.Serialize(answer.Batch, BatchGrains.Serialization.BatchJson.Default.Batch!);
        foreach (var secret in (string[])["10000000001", "Ada", "4915550000001", "rcp_1", "phnum_1"])
        {
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(500, """{"detail":{"code":"call_failed","message":"Ada Example, +1 (555) 010-0001, is busy","status":"old","request_id":"req_7"}}""", "elevenlabs failed (HTTP 500, request id req_7): call_failed.")]
    [InlineData(429, """{"detail":{"status":"system_busy","message":"Ada Example waits"}}""", "elevenlabs says that it is asked too often (HTTP 429): system_busy.")]
    [InlineData(500, """{"detail":{"code":"Ada Example +15550100001","message":"busy"}}""", "elevenlabs failed (HTTP 500).")]
    [InlineData(500, """{"detail":"Ada Example is busy"}""", "elevenlabs failed (HTTP 500).")]
    [InlineData(422, """{"detail":[{"loc":["body","recipients",0,"name"],"msg":"Ada Example is too short","type":"value_error"}]}""", "elevenlabs failed (HTTP 422).")]
    [InlineData(502, "Ada Example is busy", "elevenlabs failed (HTTP 502).")]
    public async Task Of_an_error_only_its_code_and_the_requests_id_leave_the_adapter(int status, string body, string expected)
    {
        var (answer, _) = await WholeAnswer.AskAsync(Make, Id, body, status);

        Assert.Equal(expected, answer.Fault!.Message);
    }

    [Theory]
    [InlineData(401, """{"detail":{"type":"authentication_error","code":"invalid_api_key","message":"Invalid","status":"invalid_api_key"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(401, """{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"detail":{"code":"missing_permissions","message":"missing convai_read"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"detail":{"type":"not_found_error","code":"batch_call_not_found","message":"not found"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, """{"detail":"Not Found"}""", BatchFaultCode.ProviderError)]
    [InlineData(422, """{"detail":[{"loc":["path","batch_id"],"msg":"not valid","type":"value_error"}]}""", BatchFaultCode.BatchNotFound)]
    [InlineData(422, """{"detail":[{"loc":["header","xi-api-key"],"msg":"too short","type":"value_error"}]}""", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"detail":{"code":"concurrent_limit_exceeded","message":"too many"}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(429, """{"detail":{"status":"system_busy","message":"busy"}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(503, """{"detail":{"code":"service_unavailable","message":"down"}}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Fact]
    public async Task It_is_asked_with_its_own_header()
    {
        var (_, request) = await WholeAnswer.AskAsync(Make, Id, "{}");

        Assert.Equal([AdapterProbe.Key], request!.Headers.GetValues("xi-api-key"));
        Assert.Null(request.Headers.Authorization);
        Assert.Equal(
            "https://api.elevenlabs.io/v1/convai/batch-calling/btcal_x1", Provider.Address(AdapterProbe.Account("elevenlabs"), Id).AbsoluteUri);
    }

    [Theory]
    [InlineData("btcal_x1", true)]
    [InlineData("submitted", true)]
    [InlineData("submit", false)]
    [InlineData("workspace", false)]
    [InlineData("Workspace", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    public void Ids_are_checked_against_the_sibling_routes(string id, bool valid) =>
        Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void A_retry_reopens_a_batch_so_a_final_one_is_read_again()
    {
        Assert.NotNull(AdapterProbe.Recheck(Provider, new Batch { Id = Id, Status = BatchStatus.Completed }));
        Assert.Contains("ELEVENLABS_API_KEY", Provider.WhyNot(new ProviderOptions(), null)!.Message, StringComparison.Ordinal);
    }

    private static ElevenLabsProvider Make(StubbedHttp http) => new(http.Http);
}

using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class FireworksProviderTests
{
    private const string Id = "job1";
    private const string FullName = "accounts/acme/batchInferenceJobs/job1";

    private static readonly FireworksProvider Provider = Make(new StubbedHttp());

    private static readonly string Start =
        """
        {"name":"accounts/acme/batchInferenceJobs/job1","createTime":"2026-11-22T10:00:00.123456789Z","updateTime":"2026-11-22T11:10:00Z",
         "createdBy":"ada@example.org","model":"accounts/fireworks/models/m1","inputDatasetId":"accounts/acme/datasets/in1",
         "outputDatasetId":"accounts/acme/datasets/out1",
        """;

    private static readonly string Same =
        """
        {"id":"job1","object":"batch","endpoint":"","model":"accounts/fireworks/models/m1","input_file_id":"accounts/acme/datasets/in1",
         "completion_window":"24h","output_file_id":"accounts/acme/datasets/out1","operation_name":"accounts/acme/batchInferenceJobs/job1",
         "created_at":1795341600,
        """;

    [Theory]
    [InlineData(
        """ "state":"JOB_STATE_VALIDATING","jobProgress":null}""",
        """ "status":"validating","processing_status":"JOB_STATE_VALIDATING"}""")]
    [InlineData(
        """
        "state":"JOB_STATE_RUNNING","status":{"code":"OK","message":""},"jobProgress":{"percent":37,"totalInputRequests":1000,
        "totalProcessedRequests":370,"successfullyProcessedRequests":368,"failedRequests":2}}
        """,
        """
        "status":"in_progress","processing_status":"JOB_STATE_RUNNING","progress":37,
        "request_counts":{"total":1000,"completed":368,"succeeded":368,"failed":2,"pending":630}}
        """)]
    [InlineData(
        """
        "state":"JOB_STATE_RUNNING","jobProgress":{"percent":"37","totalInputRequests":"1000","totalProcessedRequests":"370",
        "successfullyProcessedRequests":"370"}}
        """,
        """
        "status":"in_progress","processing_status":"JOB_STATE_RUNNING","progress":37,
        "request_counts":{"total":1000,"completed":370,"succeeded":370,"failed":0,"pending":630}}
        """)]
    [InlineData(
        """ "state":"JOB_STATE_RUNNING","jobProgress":{"totalInputRequests":1000}}""",
        """ "status":"in_progress","processing_status":"JOB_STATE_RUNNING","request_counts":{"total":1000}}""")]
    [InlineData(
        """
        "state":"JOB_STATE_COMPLETED","status":{"code":"OK","message":""},"expireTime":"2026-11-23T10:00:00Z",
        "lifecycle":{"validatedTime":"2026-11-22T10:00:20Z","runStartTime":"2026-11-22T10:01:00Z","endTime":"2026-11-22T11:09:55Z"},
        "jobProgress":{"percent":100,"totalInputRequests":10,"totalProcessedRequests":10,"successfullyProcessedRequests":9,"failedRequests":1,
        "outputRows":9,"inputTokens":"5120","outputTokens":900,"cachedInputTokenCount":80}}
        """,
        """
        "status":"completed","processing_status":"JOB_STATE_COMPLETED","progress":100,"expires_at":1795428000,"in_progress_at":1795341660,
        "completed_at":1795345795,"request_counts":{"total":10,"completed":9,"succeeded":9,"failed":1},
        "usage":{"input_tokens":5120,"input_tokens_details":{"cached_tokens":80},"output_tokens":900,"total_tokens":6020}}
        """)]
    [InlineData(
        """ "state":"JOB_STATE_EXPIRED","status":{"code":"DEADLINE_EXCEEDED","message":"too long"},"jobProgress":{"totalInputRequests":10,"totalProcessedRequests":7,"successfullyProcessedRequests":7,"failedRequests":0}}""",
        """
        "status":"expired","processing_status":"JOB_STATE_EXPIRED","progress":70,"expired_at":1795345800,
        "request_counts":{"total":10,"completed":7,"succeeded":7,"failed":0,"expired":3},
        "errors":{"object":"list","data":[{"code":"DEADLINE_EXCEEDED","message":"too long"}]}}
        """)]
    [InlineData(
        """ "state":"JOB_STATE_FAILED","status":{"code":"INVALID_ARGUMENT","message":"line 7"}}""",
        """
        "status":"failed","processing_status":"JOB_STATE_FAILED","failed_at":1795345800,
        "errors":{"object":"list","data":[{"code":"INVALID_ARGUMENT","message":"line 7"}]}}
        """)]
    [InlineData(
        """ "state":"JOB_STATE_CANCELLED","status":{"code":"OK"}}""",
        """ "status":"cancelled","processing_status":"JOB_STATE_CANCELLED","cancelled_at":1795345800}""")]
    [InlineData(
        """ "state":"JOB_STATE_UNSPECIFIED"}""",
        """ "status":"validating","processing_status":"JOB_STATE_UNSPECIFIED"}""")]
    [InlineData(
        """ "state":"JOB_STATE_CREATING"}""",
        """ "status":"validating","processing_status":"JOB_STATE_CREATING"}""")]
    [InlineData(
        """ "state":"JOB_STATE_CREATING_INPUT_DATASET"}""",
        """ "status":"validating","processing_status":"JOB_STATE_CREATING_INPUT_DATASET"}""")]
    [InlineData(
        """ "state":"JOB_STATE_PENDING"}""",
        """ "status":"validating","processing_status":"JOB_STATE_PENDING"}""")]
    [InlineData(
        """ "state":"JOB_STATE_IDLE"}""",
        """ "status":"validating","processing_status":"JOB_STATE_IDLE"}""")]
    [InlineData(
        """ "state":"JOB_STATE_RE_QUEUEING","jobProgress":{"percent":10,"totalInputRequests":10,"totalProcessedRequests":1,"successfullyProcessedRequests":1,"failedRequests":0}}""",
        """ "status":"validating","processing_status":"JOB_STATE_RE_QUEUEING","progress":10,"request_counts":{"total":10,"completed":1,"succeeded":1,"failed":0,"pending":9}}""")]
    [InlineData(
        """ "state":"JOB_STATE_PAUSED","lifecycle":{"runStartTime":"2026-11-22T10:01:00Z"},"jobProgress":{"percent":40,"totalInputRequests":10,"totalProcessedRequests":4,"successfullyProcessedRequests":3,"failedRequests":1}}""",
        """ "status":"in_progress","processing_status":"JOB_STATE_PAUSED","in_progress_at":1795341660,"progress":40,"request_counts":{"total":10,"completed":3,"succeeded":3,"failed":1,"pending":6}}""")]
    [InlineData(
        """ "state":"JOB_STATE_WRITING_RESULTS","jobProgress":{"percent":100,"totalInputRequests":10,"totalProcessedRequests":10,"successfullyProcessedRequests":9,"failedRequests":1}}""",
        """ "status":"finalizing","processing_status":"JOB_STATE_WRITING_RESULTS","progress":99,"request_counts":{"total":10,"completed":9,"succeeded":9,"failed":1,"pending":0}}""")]
    [InlineData(
        """ "state":"JOB_STATE_EARLY_STOPPED","status":{"code":"OK"},"jobProgress":{"percent":60,"totalInputRequests":10,"totalProcessedRequests":6,"successfullyProcessedRequests":6,"failedRequests":0}}""",
        """ "status":"completed","processing_status":"JOB_STATE_EARLY_STOPPED","completed_at":1795345800,"progress":100,"request_counts":{"total":10,"completed":6,"succeeded":6,"failed":0}}""")]
    [InlineData(
        """ "state":"JOB_STATE_CANCELLING","jobProgress":{"totalInputRequests":10,"totalProcessedRequests":7,"successfullyProcessedRequests":7,"failedRequests":0}}""",
        """ "status":"cancelling","processing_status":"JOB_STATE_CANCELLING","progress":70,"request_counts":{"total":10,"completed":7,"succeeded":7,"failed":0,"pending":3}}""")]
    [InlineData(
        """ "state":"JOB_STATE_DELETING","jobProgress":{"totalInputRequests":10,"totalProcessedRequests":7,"successfullyProcessedRequests":7,"failedRequests":0}}""",
        """ "status":"cancelling","processing_status":"JOB_STATE_DELETING","progress":70,"request_counts":{"total":10,"completed":7,"succeeded":7,"failed":0,"pending":3}}""")]
    [InlineData(
        """ "state":"JOB_STATE_DELETING_CLEANING_UP","jobProgress":{"totalInputRequests":10,"totalProcessedRequests":7,"successfullyProcessedRequests":7,"failedRequests":0}}""",
        """ "status":"cancelling","processing_status":"JOB_STATE_DELETING_CLEANING_UP","progress":70,"request_counts":{"total":10,"completed":7,"succeeded":7,"failed":0,"pending":3}}""")]
    [InlineData(
        """ "state":"JOB_STATE_OF_TOMORROW","lifecycle":{"endTime":"2026-11-22T11:09:55Z"},"jobProgress":{"percent":100}}""",
        """ "status":"in_progress","processing_status":"JOB_STATE_OF_TOMORROW","progress":99}""")]
    public Task Every_end_and_way_is_told(string given, string expected) => WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Theory]
    [InlineData("UNSPECIFIED", "validating")]
    [InlineData("CREATING", "validating")]
    [InlineData("CREATING_INPUT_DATASET", "validating")]
    [InlineData("VALIDATING", "validating")]
    [InlineData("PENDING", "validating")]
    [InlineData("IDLE", "validating")]
    [InlineData("RE_QUEUEING", "validating")]
    [InlineData("RUNNING", "in_progress")]
    [InlineData("PAUSED", "in_progress")]
    [InlineData("WRITING_RESULTS", "finalizing")]
    [InlineData("COMPLETED", "completed")]
    [InlineData("EARLY_STOPPED", "completed")]
    [InlineData("FAILED", "failed")]
    [InlineData("EXPIRED", "expired")]
    [InlineData("CANCELLING", "cancelling")]
    [InlineData("DELETING", "cancelling")]
    [InlineData("DELETING_CLEANING_UP", "cancelling")]
    [InlineData("CANCELLED", "cancelled")]
    [InlineData("NEVER_HEARD_OF", "in_progress")]
    public void Every_word_has_its_status(string word, string expected)
    {
        foreach (var state in (string[])[$"JOB_STATE_{word}", word])
        {
            var batch = Provider.Read(AdapterProbe.Json($$"""{"name":"{{FullName}}","state":"{{state}}"}"""), Id)!;

            Assert.Equal(expected, batch.Status.Word);
            Assert.Equal(state, batch.ProcessingStatus);
        }
    }

    [Theory]
    [InlineData(400, """{"code":3,"message":"invalid batch_inference_job id \"x\"","details":[]}""", BatchFaultCode.BatchNotFound)]
    [InlineData(401, """{"code":16,"message":"Invalid API key","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, """{"code":9,"message":"no credits","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"code":7,"message":"Permission denied","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"code":5,"message":"not found","details":[]}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, """{"code":5,"message":"batch inference job \"accounts/acme/batchInferenceJobs/job1\" of the account not found","details":[]}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, """{"code":5,"message":"accounts/acme not found","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"code":5,"message":"Account \"acme\" not found","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, "404 page not found", BatchFaultCode.ProviderError)]
    [InlineData(408, """{"code":4,"message":"Request timeout","details":[]}""", BatchFaultCode.ProviderError)]
    [InlineData(412, """{"code":9,"message":"Account acme is suspended","details":[]}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(429, """{"code":8,"message":"Rate limit exceeded","details":[]}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"code":13,"message":"Internal","details":[]}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Theory]
    [InlineData("job1", "job1")]
    [InlineData("accounts/acme/batchInferenceJobs/job1", "job1")]
    [InlineData("accounts/other/batchInferenceJobs/job1", "accounts/other/batchInferenceJobs/job1")]
    [InlineData("accounts/acme/fineTuningJobs/job1", null)]
    [InlineData("accounts/acme/batchInferenceJobs/", null)]
    [InlineData("accounts/../batchInferenceJobs/job1", null)]
    [InlineData("accounts/acme/batchInferenceJobs/..", null)]
    [InlineData("acme/job1", null)]
    [InlineData("..", null)]
    [InlineData("", null)]
    public void The_bare_id_is_canonical_in_the_accounts_own_name(string id, string? expected)
    {
        var account = Account("acme");

        Assert.Equal(expected, Provider.Identify(id, new ProviderOptions(), [account]).Canonical);
        if (expected is not null)
        {
            Assert.Equal(expected, Provider.Identify(expected, new ProviderOptions(), [account]).Canonical);
        }
    }

    [Fact]
    public void With_several_accounts_a_full_name_keeps_its_own()
    {
        Assert.Equal(FullName, Provider.Identify(FullName, new ProviderOptions(), [Account("acme"), Account("other")]).Canonical);
        Assert.Equal(Id, Provider.Identify(FullName, new ProviderOptions(), [Account("acme"), Account(" acme ")]).Canonical);
    }

    [Fact]
    public async Task A_name_of_another_account_is_known_there_alone()
    {
        var (foreign, none) = await WholeAnswer.AskAsync(Make, "accounts/other/batchInferenceJobs/job1", "{}");
        var (_, request) = await WholeAnswer.AskAsync(Make, FullName, "{}");

        Assert.Equal(BatchFaultCode.BatchNotFound, foreign.Fault!.Code);
        Assert.Null(none);
        Assert.Equal("https://provider.test/api/accounts/acme/batchInferenceJobs/job1", request!.RequestUri!.AbsoluteUri);
        Assert.Equal($"Bearer {AdapterProbe.Key}", request.Headers.Authorization!.ToString());
    }

    [Fact]
    public void Both_the_key_and_the_account_must_be_set()
    {
        var without = Provider.AccountFromEnvironment(name => name == "FIREWORKS_API_KEY" ? "k" : null);
        var with = Provider.AccountFromEnvironment(name => name switch { "FIREWORKS_API_KEY" => "k", "FIREWORKS_ACCOUNT_ID" => "acme", _ => null });

        Assert.Contains("FIREWORKS_API_KEY", Provider.WhyNot(new ProviderOptions(), null)!.Message, StringComparison.Ordinal);
        Assert.Contains("FIREWORKS_ACCOUNT_ID", Provider.WhyNot(new ProviderOptions(), without)!.Message, StringComparison.Ordinal);
        Assert.Null(Provider.WhyNot(new ProviderOptions(), with));
        Assert.Null(Provider.AccountFromEnvironment(_ => null));
    }

    private static ProviderAccount Account(string id) => AdapterProbe.Account("fireworks", credentials: new AccountOptions { AccountId = id });

    private static FireworksProvider Make(StubbedHttp http) => new(http.Http);
}

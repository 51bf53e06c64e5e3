using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class CohereProviderTests
{
    private const string Id = "9439e0e3-1111-4222-8333-0123456789ab";

    public static TheoryData<string, string> States => new()
    {
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","name":"nightly","status":"BATCH_STATUS_QUEUED","created_at":"2026-11-20T10:00:00.123Z","updated_at":"2026-11-20T10:00:00.123Z","input_dataset_id":"ds-in","model":"command-a-03-2025"}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"command-a-03-2025","input_file_id":"ds-in","completion_window":"","status":"validating","processing_status":"BATCH_STATUS_QUEUED","created_at":1795168800}"""
        },
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","name":"nightly","creator_id":"u-1","org_id":"o-1","status":"BATCH_STATUS_IN_PROGRESS","created_at":"2026-11-20T10:00:00.123Z","updated_at":"2026-11-20T10:10:00.456Z","input_dataset_id":"ds-in","model":"command-a-03-2025","input_tokens":"0","output_tokens":"0","num_records":5000,"num_successful_records":58,"num_failed_records":0}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"command-a-03-2025","input_file_id":"ds-in","completion_window":"","status":"in_progress","processing_status":"BATCH_STATUS_IN_PROGRESS","progress":1,"created_at":1795168800,"request_counts":{"total":5000,"completed":58,"failed":0,"succeeded":58,"pending":4942},"usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}"""
        },
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","name":"nightly","status":"BATCH_STATUS_COMPLETED","created_at":"2026-11-20T10:00:00.123Z","updated_at":"2026-11-20T12:31:00.456Z","input_dataset_id":"ds-in","output_dataset_id":"ds-out","model":"command-a-03-2025","input_tokens":"512000","output_tokens":"90000","num_records":5000,"num_successful_records":4990,"num_failed_records":10}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"command-a-03-2025","input_file_id":"ds-in","completion_window":"","status":"completed","processing_status":"BATCH_STATUS_COMPLETED","progress":100,"output_file_id":"ds-out","created_at":1795168800,"completed_at":1795177860,"request_counts":{"total":5000,"completed":4990,"failed":10,"succeeded":4990},"usage":{"input_tokens":512000,"output_tokens":90000,"total_tokens":602000}}"""
        },
        {
            """{"batch":{"id":"f0000000-0000-4000-8000-000000000001","name":"bad","status":"BATCH_STATUS_FAILED","created_at":"2026-11-20T10:00:00Z","updated_at":"2026-11-20T10:01:00Z","input_dataset_id":"ds-bad","model":"command-a-03-2025","status_reason":"The input dataset failed validation."}}""",
            """{"id":"f0000000-0000-4000-8000-000000000001","object":"batch","endpoint":"","model":"command-a-03-2025","input_file_id":"ds-bad","completion_window":"","status":"failed","processing_status":"BATCH_STATUS_FAILED","errors":{"object":"list","data":[{"code":"failed","message":"The input dataset failed validation."}]},"created_at":1795168800,"failed_at":1795168860}"""
        },
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","status":"BATCH_STATUS_CANCELING","created_at":"2026-11-20T10:00:00Z","updated_at":"2026-11-20T10:01:00Z","input_dataset_id":"ds-in","model":"m","num_records":10,"num_successful_records":4,"num_failed_records":1}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"m","input_file_id":"ds-in","completion_window":"","status":"cancelling","processing_status":"BATCH_STATUS_CANCELING","progress":50,"created_at":1795168800,"cancelling_at":1795168860,"request_counts":{"total":10,"completed":4,"failed":1,"succeeded":4,"pending":5}}"""
        },
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","status":"BATCH_STATUS_CANCELED","created_at":"2026-11-20T10:00:00Z","updated_at":"2026-11-20T10:01:00Z","input_dataset_id":"ds-in","model":"m","num_records":10,"num_successful_records":4,"num_failed_records":1}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"m","input_file_id":"ds-in","completion_window":"","status":"cancelled","processing_status":"BATCH_STATUS_CANCELED","progress":50,"created_at":1795168800,"cancelled_at":1795168860,"request_counts":{"total":10,"completed":4,"failed":1,"succeeded":4,"canceled":5}}"""
        },
        {
            """{"batch":{"name":"nightly","input_dataset_id":"ds-in","model":"m"}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","model":"m","input_file_id":"ds-in","completion_window":"","status":"in_progress"}"""
        },
        {
            """{"batch":{"id":"9439e0e3-1111-4222-8333-0123456789ab","status":"BATCH_STATUS_DREAMING","updated_at":"2026-11-20T10:01:00Z"}}""",
            """{"id":"9439e0e3-1111-4222-8333-0123456789ab","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","processing_status":"BATCH_STATUS_DREAMING"}"""
        },
    };

    public static TheoryData<string, BatchStatus> EmbedJobWords => new()
    {
        { "processing", BatchStatus.InProgress },
        { "cancelling", BatchStatus.Cancelling },
        { "cancelled", BatchStatus.Cancelled },
        { "failed", BatchStatus.Failed },
        { "pondering", BatchStatus.InProgress },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void An_answer_becomes_the_batch_that_it_tells_of(string answer, string expected) => AssertSays(expected, Provider().Read(Json(answer), Id));

    [Theory]
    [InlineData("BATCH_STATUS_UNSPECIFIED", BatchStatus.Validating)]
    [InlineData("BATCH_STATUS_CANCELLED", BatchStatus.Cancelled)]
    [InlineData("BATCH_STATUS_CANCELLING", BatchStatus.Cancelling)]
    public void Another_spelling_means(string word, BatchStatus expected) =>
        Assert.Equal(expected, Provider().Read(Json($$"""{"batch":{"status":"{{word}}"} }"""), Id)?.Status);

    [Fact]
    public async Task An_id_that_the_batch_api_does_not_know_is_looked_up_as_an_embed_job()
    {
        using var http = new StubbedHttp(
            (404, """{"message":"batch not found"}"""),
            (200, """{"job_id":"ej-1","name":"vectors","status":"complete","created_at":"2026-11-20T10:00:00Z","input_dataset_id":"ds-in","output_dataset_id":"ds-out","model":"embed-v4.0","truncate":"END","meta":{"api_version":{"version":"1"}}}"""));

        var answer = await new CohereProvider(http.Http).RetrieveAsync(Account("cohere"), "ej-1", TestContext.Current.CancellationToken);

        AssertSays(
            """{"id":"ej-1","object":"batch","endpoint":"/v1/embed","model":"embed-v4.0","input_file_id":"ds-in","completion_window":"","status":"completed","processing_status":"complete","progress":100,"output_file_id":"ds-out","created_at":1795168800}""",
            answer.Batch);
        Assert.Equal(
            ["https://api.cohere.com/v2/batches/ej-1", "https://api.cohere.com/v1/embed-jobs/ej-1"],
            http.Requests.Select(request => request.RequestUri!.AbsoluteUri));
        Assert.All(http.Requests, request => Assert.Equal($"Bearer {Key}", request.Headers.Authorization?.ToString()));
    }

    [Fact]
    public async Task A_known_batch_costs_one_call()
    {
        using var http = new StubbedHttp((200, """{"batch":{"id":"x","status":"BATCH_STATUS_QUEUED"}}"""));
        await new CohereProvider(http.Http).RetrieveAsync(Account("cohere"), Id, TestContext.Current.CancellationToken);
        Assert.Single(http.Requests);
    }

    [Theory]
    [MemberData(nameof(EmbedJobWords))]
    public void A_word_of_an_embed_job_means(string word, BatchStatus expected) =>
        Assert.Equal(expected, CohereProvider.ReadEmbedJob(Json($$"""{"job_id":"ej-1","status":"{{word}}"}"""), "ej-1")?.Status);

    [Theory]
    [InlineData(401, """{"message":"invalid api token"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, """{"message":"billing"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"message":"not found","id":"r-1"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"message":"invalid batch id"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"message":"You are using a Trial key, which is limited"}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(498, """{"message":"the token is invalid"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(503, """{"message":"unavailable"}""", BatchFaultCode.ProviderError)]
    [InlineData(200, """{"batch":{}}""", BatchFaultCode.ProviderBadResponse)]
    public async Task A_refusal_means(int status, string body, BatchFaultCode expected) =>
        Assert.Equal(expected, (await FaultAsync(http => new CohereProvider(http.Http), Id, (status, body))).Code);

    [Fact]
    public async Task The_second_calls_refusal_tells_more_than_the_first_ones()
    {
        var fault = await FaultAsync(http => new CohereProvider(http.Http), Id, (404, """{"message":"not found"}"""), (429, """{"message":"slow"}"""));
        Assert.Equal(BatchFaultCode.ProviderRateLimited, fault.Code);
    }

    [Theory]
    [InlineData(404, """{"message":"not found"}""", 2)]
    [InlineData(200, """{"batch":{"id":"b","status":"BATCH_STATUS_QUEUED"}}""", 1)]
    public async Task An_answer_says_how_many_calls_it_took(int status, string body, int calls) =>
        Assert.Equal(calls, (await WholeAnswer.AskAsync(http => new CohereProvider(http.Http), Id, body, status)).Answer.Calls);

    [Theory]
    [InlineData(Id, true)]
    [InlineData("ej-1", true)]
    [InlineData("..", false)]
    [InlineData("a:cancel", false)]
    public void An_id_fits_the_rule(string id, bool valid) => Assert.Equal(valid ? id : null, Canonical(Provider(), id));

    [Fact]
    public void Without_a_key_the_fault_names_the_setting_and_the_variable()
    {
        Assert.Contains("CO_API_KEY", Provider().WhyNot(new ProviderOptions(), null)?.Message, StringComparison.Ordinal);
        Assert.Equal("k", Provider().AccountFromEnvironment(name => name is "CO_API_KEY" ? "k" : null)?.ApiKey);
    }

    private static CohereProvider Provider() => new(new StubbedHttp((200, "{}")).Http);
}

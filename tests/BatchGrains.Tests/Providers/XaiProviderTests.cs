using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class XaiProviderTests
{
    private const string Id = "batch_0b1c2d3e-1111-4222-8333-0123456789ab";
    private const string ResultsUrl = "https://api.x.ai/v1/batches/batch_0b1c2d3e-1111-4222-8333-0123456789ab/results";

    // 2026-11-20 is 1795132800, 2026-12-20 is 1797724800.
    public static TheoryData<string, string> States => new()
    {
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","name":"new","create_time":"2026-11-20","expire_time":"2026-12-20","cancel_time":null,"cancel_by_xai_message":null,"state":{"num_requests":0,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":0}}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"validating","created_at":1795132800,"expires_at":1797724800,"results_url":"{{ResultsUrl}}","request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0,"canceled":0,"pending":0} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","name":"nightly","create_time":"2026-11-20","expire_time":"2026-12-20","create_api_key_id":"key-1","cancel_time":null,"cancel_by_xai_message":null,"state":{"num_requests":100,"num_pending":60,"num_success":39,"num_error":1,"num_cancelled":0}}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","progress":40,"created_at":1795132800,"expires_at":1797724800,"results_url":"{{ResultsUrl}}","request_counts":{"total":100,"completed":39,"failed":1,"succeeded":39,"canceled":0,"pending":60} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","name":"nightly","create_time":"2026-11-20","expire_time":"2026-12-20","cancel_time":null,"cancel_by_xai_message":"","state":{"num_requests":"100","num_pending":"0","num_success":"97","num_error":"3","num_cancelled":"0"},"cost_breakdown":{"total_cost_usd_ticks":1234500000},"input_file_id":"file_77"}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"file_77","completion_window":"","status":"completed","progress":100,"created_at":1795132800,"expires_at":1797724800,"results_url":"{{ResultsUrl}}","request_counts":{"total":100,"completed":97,"failed":3,"succeeded":97,"canceled":0,"pending":0} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","name":"bad","create_time":"2026-11-20","expire_time":"2026-12-20","cancel_time":"2026-11-20","cancel_by_xai_message":"JSONL file validation failed: line 2: invalid JSON","state":{"num_requests":0,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":0},"input_file_id":"file_78"}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"file_78","completion_window":"","status":"failed","created_at":1795132800,"expires_at":1797724800,"failed_at":1795132800,"errors":{"object":"list","data":[{"code":"cancelled_by_provider","message":"JSONL file validation failed: line 2: invalid JSON"}]},"results_url":"{{ResultsUrl}}","request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0,"canceled":0,"pending":0} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","create_time":"2026-11-20","expire_time":"2026-12-20","cancel_time":"2026-11-20","state":{"num_requests":100,"num_pending":60,"num_success":10,"num_error":0,"num_cancelled":30}}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"cancelling","progress":10,"created_at":1795132800,"expires_at":1797724800,"cancelling_at":1795132800,"results_url":"{{ResultsUrl}}","request_counts":{"total":100,"completed":10,"failed":0,"succeeded":10,"canceled":30,"pending":60} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","name":"stop","create_time":"2026-11-20","expire_time":"2026-12-20","cancel_time":"2026-11-20","cancel_by_xai_message":null,"state":{"num_requests":100,"num_pending":0,"num_success":10,"num_error":0,"num_cancelled":90}}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"cancelled","progress":10,"created_at":1795132800,"expires_at":1797724800,"cancelling_at":1795132800,"cancelled_at":1795132800,"results_url":"{{ResultsUrl}}","request_counts":{"total":100,"completed":10,"failed":0,"succeeded":10,"canceled":90,"pending":0} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","create_time":"2026-10-01","expire_time":"2026-10-31","state":{"num_requests":100,"num_pending":60,"num_success":39,"num_error":1,"num_cancelled":0}}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","progress":40,"created_at":1790812800,"expires_at":1793404800,"results_url":"{{ResultsUrl}}","request_counts":{"total":100,"completed":39,"failed":1,"succeeded":39,"canceled":0,"pending":60} }"""
        },
        {
            """{"batch_id":"batch_0b1c2d3e-1111-4222-8333-0123456789ab","create_time":"2026-11-20T10:00:00Z"}""",
            $$"""{"id":"{{Id}}","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","created_at":1795168800,"results_url":"{{ResultsUrl}}"}"""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void An_answer_becomes_the_batch_that_it_tells_of(string answer, string expected) =>
        AssertSays(expected, Provider().Link(Provider().Read(Json(answer), Id)!, Provider().Address(Account("xai"), Id)));

    [Theory]
    [InlineData(""" "cancel_time":"2026-11-20","state":{"num_requests":5,"num_pending":0,"num_success":5,"num_error":0,"num_cancelled":0} """, BatchStatus.Completed)]
    [InlineData(""" "cancel_time":"2026-11-20","state":{"num_requests":0,"num_pending":0,"num_success":0,"num_error":0,"num_cancelled":0} """, BatchStatus.Cancelled)]
    [InlineData(""" "state":{"num_requests":5,"num_pending":0,"num_success":1,"num_error":0,"num_cancelled":4} """, BatchStatus.Cancelled)]
    [InlineData(""" "state":{"num_requests":5,"num_success":4,"num_error":1} """, BatchStatus.Completed)]
    [InlineData(""" "state":{"num_requests":5,"num_success":4} """, BatchStatus.InProgress)]
    [InlineData(""" "state":{} """, BatchStatus.InProgress)]
    public void A_state_follows_from_what_is_told(string members, BatchStatus expected) =>
        Assert.Equal(expected, Provider().Read(Json($$"""{"batch_id":"b",{{members}}}"""), Id)?.Status);

    [Fact]
    public void A_final_batch_is_read_again_and_a_cancelled_one_soon()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), Recheck(Provider(), new Batch { Id = Id, Status = BatchStatus.Completed }));
        Assert.Equal(TimeSpan.FromMinutes(1), Recheck(Provider(), new Batch { Id = Id, Status = BatchStatus.Cancelled }));
    }

    [Fact]
    public async Task The_results_are_where_the_batch_was_asked_for()
    {
        var (answer, _) = await WholeAnswer.AskAsync(
            http => new XaiProvider(http.Http), Id, """{"batch_id":"b","state":{"num_requests":2,"num_pending":0,"num_success":2} }""");
        Assert.Equal($"{WholeAnswer.Host}/batches/{Id}/results", answer.Batch!.ResultsUrl);
    }

    [Theory]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: sk-test-0123456789. You can obtain an API key from the console."}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"code":"The caller does not have permission to execute the specified operation","error":"no"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"code":"Some requested entity was not found","error":"Batch not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Invalid batch ID"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Odd header"}""", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"code":"Some resource has been exhausted","error":"slow down"}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, "oops", BatchFaultCode.ProviderError)]
    [InlineData(200, "{}", BatchFaultCode.ProviderBadResponse)]
    public async Task A_refusal_means(int status, string body, BatchFaultCode expected) =>
        Assert.Equal(expected, (await FaultAsync(http => new XaiProvider(http.Http), Id, (status, body))).Code);

    [Fact]
    public void It_is_called_where_its_documents_say() =>
        Assert.Equal($"https://api.x.ai/v1/batches/{Id}", Provider().Address(Account("xai"), Id).AbsoluteUri);

    [Theory]
    [InlineData(Id, true)]
    [InlineData("batch_1:cancel", false)]
    [InlineData("nothing", false)]
    public void An_id_fits_the_rule(string id, bool valid) => Assert.Equal(valid ? id : null, Canonical(Provider(), id));

    [Fact]
    public void Without_a_key_the_fault_names_the_setting_and_the_variable()
    {
        var provider = Provider();
        Assert.Contains("XAI_API_KEY", provider.WhyNot(new ProviderOptions(), null)?.Message, StringComparison.Ordinal);
        Assert.Equal("k", provider.AccountFromEnvironment(name => name is "XAI_API_KEY" ? "k" : null)?.ApiKey);
    }

    private static XaiProvider Provider() => new(new StubbedHttp((200, "{}")).Http);
}

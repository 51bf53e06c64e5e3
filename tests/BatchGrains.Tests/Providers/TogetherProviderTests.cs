using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class TogetherProviderTests
{
    public static TheoryData<string, string> States => new()
    {
        {
            """{"id":"batch_job_1","status":"VALIDATING","created_at":"2026-11-20T10:00:00Z","job_deadline":"2026-11-21T10:00:00Z","progress":0.0,"input_file_id":"file-1","endpoint":"/v1/chat/completions","model_id":"meta-llama/Llama-4","file_size_bytes":1024,"user_id":"u-1"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"/v1/chat/completions","model":"meta-llama/Llama-4","input_file_id":"file-1","completion_window":"","status":"validating","processing_status":"VALIDATING","progress":0,"created_at":1795168800,"expires_at":1795255200}"""
        },
        {
            """{"id":"batch_job_1","status":"IN_PROGRESS","created_at":"2026-11-20T10:00:00Z","progress":41.9,"input_file_id":"file-1","endpoint":"/v1/chat/completions"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-1","completion_window":"","status":"in_progress","processing_status":"IN_PROGRESS","progress":41,"created_at":1795168800}"""
        },
        {
            """{"id":"batch_job_1","status":"COMPLETED","created_at":"2026-11-20T10:00:00Z","completed_at":"2026-11-20T12:31:00.5Z","progress":100,"input_file_id":"file-1","output_file_id":"file-2","error_file_id":"file-3","endpoint":"/v1/chat/completions"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-1","completion_window":"","status":"completed","processing_status":"COMPLETED","progress":100,"output_file_id":"file-2","error_file_id":"file-3","created_at":1795168800,"completed_at":1795177860}"""
        },
        {
            """{"id":"batch_job_1","status":"FAILED","error":"The input file is not JSONL.","input_file_id":"file-1"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"","input_file_id":"file-1","completion_window":"","status":"failed","processing_status":"FAILED","errors":{"object":"list","data":[{"message":"The input file is not JSONL."}]}}"""
        },
        {
            """{"id":"batch_job_1","status":"EXPIRED","progress":80.0}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"expired","processing_status":"EXPIRED","progress":80}"""
        },
        {
            """{"id":"batch_job_1","status":"CANCELLED"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"cancelled","processing_status":"CANCELLED"}"""
        },
        {
            """{"id":"batch_job_1","status":"SHELVED"}""",
            """{"id":"batch_job_1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","processing_status":"SHELVED"}"""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void An_answer_becomes_the_batch_that_it_tells_of(string answer, string expected) => AssertSays(expected, Provider().Read(Json(answer), "asked"));

    [Theory]
    [InlineData(401, """{"error":{"message":"Invalid API key provided","type":"invalid_request_error","code":"invalid_api_key"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":{"message":"Batch job not found","type":"not_found"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"error":{"message":"slow down"}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(200, "{}", BatchFaultCode.ProviderBadResponse)]
    public async Task A_refusal_means(int status, string body, BatchFaultCode expected) =>
        Assert.Equal(expected, (await FaultAsync(http => new TogetherProvider(http.Http), "batch_job_1", (status, body))).Code);

    [Fact]
    public void It_is_called_where_its_documents_say() =>
        Assert.Equal("https://api.together.ai/v1/batches/batch_job_1", Provider().Address(Account("together"), "batch_job_1").AbsoluteUri);

    [Theory]
    [InlineData("batch_job_1", true)]
    [InlineData("9439e0e3-1111-4222-8333-0123456789ab", true)]
    [InlineData("a/b", false)]
    public void An_id_fits_the_rule(string id, bool valid) => Assert.Equal(valid ? id : null, Canonical(Provider(), id));

    [Fact]
    public void Without_a_key_the_fault_names_the_setting_and_the_variable()
    {
        Assert.Contains("TOGETHER_API_KEY", Provider().WhyNot(new ProviderOptions(), null)?.Message, StringComparison.Ordinal);
        Assert.Equal("k", Provider().AccountFromEnvironment(name => name is "TOGETHER_API_KEY" ? "k" : null)?.ApiKey);
    }

    private static TogetherProvider Provider() => new(new StubbedHttp((200, "{}")).Http);
}

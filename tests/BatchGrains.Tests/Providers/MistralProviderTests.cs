using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class MistralProviderTests
{
    private const string Id = "b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111";

    public static TheoryData<string, string> States => new()
    {
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","input_files":[],"metadata":null,"endpoint":"/v1/ocr","model":null,"errors":[],"status":"QUEUED","created_at":1795168800,"started_at":null,"completed_at":null,"total_requests":0,"completed_requests":0,"succeeded_requests":0,"failed_requests":0}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/ocr","input_file_id":"","completion_window":"","status":"validating","processing_status":"QUEUED","created_at":1795168800,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0}}"""
        },
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","input_files":["0a9b8c7d-1111-4222-8333-444455556666"],"metadata":{"team":"docs"},"endpoint":"/v1/chat/completions","model":"mistral-small-latest","agent_id":null,"output_file":null,"error_file":null,"errors":[],"outputs":null,"status":"RUNNING","created_at":1795168800,"started_at":1795168860,"completed_at":null,"total_requests":100,"completed_requests":40,"succeeded_requests":39,"failed_requests":1}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/chat/completions","model":"mistral-small-latest","input_file_id":"0a9b8c7d-1111-4222-8333-444455556666","completion_window":"","status":"in_progress","processing_status":"RUNNING","progress":40,"metadata":{"team":"docs"},"created_at":1795168800,"in_progress_at":1795168860,"request_counts":{"total":100,"completed":39,"failed":1,"succeeded":39,"pending":60}}"""
        },
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","input_files":["0a9b8c7d-1111-4222-8333-444455556666"],"metadata":null,"endpoint":"/v1/chat/completions","model":"mistral-small-latest","agent_id":null,"output_file":"11111111-2222-4333-8444-555555555555","error_file":"66666666-7777-4888-8999-000000000000","errors":[{"message":"Invalid request body","count":3}],"outputs":null,"status":"SUCCESS","created_at":1795168800,"started_at":1795168860,"completed_at":1795177860,"total_requests":100,"completed_requests":100,"succeeded_requests":97,"failed_requests":3}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/chat/completions","model":"mistral-small-latest","input_file_id":"0a9b8c7d-1111-4222-8333-444455556666","completion_window":"","status":"completed","processing_status":"SUCCESS","progress":100,"output_file_id":"11111111-2222-4333-8444-555555555555","error_file_id":"66666666-7777-4888-8999-000000000000","errors":{"object":"list","data":[{"code":"batch_error","message":"Invalid request body (x3)"}]},"created_at":1795168800,"in_progress_at":1795168860,"completed_at":1795177860,"request_counts":{"total":100,"completed":97,"failed":3,"succeeded":97}}"""
        },
        {
            """{"id":"c0000000-0000-4000-8000-000000000001","object":"batch","input_files":["0a9b8c7d-1111-4222-8333-444455556666"],"metadata":null,"endpoint":"/v1/chat/completions","model":"no-such-model","agent_id":null,"output_file":null,"error_file":null,"errors":[{"message":"Model not found","count":1}],"status":"FAILED","created_at":1795168800,"started_at":null,"completed_at":1795168860,"total_requests":0,"completed_requests":0,"succeeded_requests":0,"failed_requests":0}""",
            """{"id":"c0000000-0000-4000-8000-000000000001","object":"batch","endpoint":"/v1/chat/completions","model":"no-such-model","input_file_id":"0a9b8c7d-1111-4222-8333-444455556666","completion_window":"","status":"failed","processing_status":"FAILED","errors":{"object":"list","data":[{"code":"batch_error","message":"Model not found"}]},"created_at":1795168800,"failed_at":1795168860,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0}}"""
        },
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","input_files":["in"],"endpoint":"/v1/embeddings","output_file":"out","status":"TIMEOUT_EXCEEDED","created_at":1795168800,"started_at":1795168860,"completed_at":1795255200,"total_requests":100,"completed_requests":60,"succeeded_requests":58,"failed_requests":2}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/embeddings","input_file_id":"in","completion_window":"","status":"expired","processing_status":"TIMEOUT_EXCEEDED","progress":60,"output_file_id":"out","created_at":1795168800,"in_progress_at":1795168860,"expired_at":1795255200,"request_counts":{"total":100,"completed":58,"failed":2,"succeeded":58,"expired":40}}"""
        },
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","input_files":["in"],"endpoint":"/v1/embeddings","status":"CANCELLATION_REQUESTED","created_at":1795168800,"started_at":1795168860,"total_requests":100,"completed_requests":60,"succeeded_requests":58,"failed_requests":2}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/embeddings","input_file_id":"in","completion_window":"","status":"cancelling","processing_status":"CANCELLATION_REQUESTED","progress":60,"created_at":1795168800,"in_progress_at":1795168860,"request_counts":{"total":100,"completed":58,"failed":2,"succeeded":58,"pending":40}}"""
        },
        {
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","input_files":["in"],"endpoint":"/v1/embeddings","status":"CANCELLED","created_at":1795168800,"started_at":1795168860,"completed_at":1795170000,"total_requests":100,"completed_requests":60,"succeeded_requests":58,"failed_requests":2}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"/v1/embeddings","input_file_id":"in","completion_window":"","status":"cancelled","processing_status":"CANCELLED","progress":60,"created_at":1795168800,"in_progress_at":1795168860,"cancelled_at":1795170000,"request_counts":{"total":100,"completed":58,"failed":2,"succeeded":58,"canceled":40}}"""
        },
        {
            """{"status":"HIBERNATING","completed_at":1795170000}""",
            """{"id":"b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","processing_status":"HIBERNATING"}"""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void An_answer_becomes_the_batch_that_it_tells_of(string answer, string expected) => AssertSays(expected, Provider().Read(Json(answer), Id));

    [Theory]
    [InlineData(Id, Id)]
    [InlineData("B5F0A1DE-7C1B-4C55-9A0E-0F2F6A0A1111", Id)]
    [InlineData("batch_1", null)]
    [InlineData("b5f0a1de-7c1b-4c55-9a0e-0f2f6a0a1111/", null)]
    [InlineData(Id + "\n", null)]
    [InlineData("b5f0a1de7c1b4c559a0e0f2f6a0a1111", null)]
    public void An_id_is_a_uuid(string id, string? canonical) => Assert.Equal(canonical, Canonical(Provider(), id));

    [Fact]
    public void It_is_called_where_its_documents_say() =>
        Assert.Equal($"https://api.mistral.ai/v1/batch/jobs/{Id}", Provider().Address(Account("mistral"), Id).AbsoluteUri);

    [Theory]
    [InlineData(401, """{"message":"Unauthorized","request_id":"r-1"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(401, """{"detail":"Unauthorized"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"object":"error","message":"no access","type":"forbidden","param":null,"code":null}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"detail":"Job not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, """{"object":"error","message":"Job not found","type":"not_found","param":null,"code":null}""", BatchFaultCode.BatchNotFound)]
    [InlineData(422, """{"detail":[{"loc":["path","job_id"],"msg":"Input should be a valid UUID","type":"uuid_parsing"}]}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"message":"Requests rate limit exceeded"}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(503, "upstream connect error", BatchFaultCode.ProviderError)]
    [InlineData(404, """{"message":"no Route matched with those values"}""", BatchFaultCode.ProviderError)]
    [InlineData(404, "<html>no such page</html>", BatchFaultCode.ProviderError)]
    [InlineData(200, "{}", BatchFaultCode.ProviderBadResponse)]
    public async Task A_refusal_means(int status, string body, BatchFaultCode expected) =>
        Assert.Equal(expected, (await FaultAsync(http => new MistralProvider(http.Http), Id, (status, body))).Code);

    [Fact]
    public async Task Megabytes_of_outputs_are_passed_over()
    {
        var outputs = string.Join(',', Enumerable.Repeat($$"""{"text":"{{new string('x', 1000)}}"}""", 6000));
        using var http = new StubbedHttp((200, $$"""{"id":"{{Id}}","outputs":[{{outputs}}],"status":"SUCCESS","completed_at":1795177860}"""));

        var answer = await new MistralProvider(http.Http).RetrieveAsync(Account("mistral"), Id, TestContext.Current.CancellationToken);

        Assert.Equal(1795177860, answer.Batch?.CompletedAt);
        Assert.InRange(answer.Raw.Length, 1, 200);
    }

    [Fact]
    public void Without_a_key_the_fault_names_the_setting_and_the_variable()
    {
        var fault = Provider().WhyNot(new ProviderOptions(), null);
        Assert.Equal(BatchFaultCode.ProviderNotConfigured, fault?.Code);
        Assert.Contains("MISTRAL_API_KEY", fault?.Message, StringComparison.Ordinal);
        Assert.Equal("k", Provider().AccountFromEnvironment(name => name is "MISTRAL_API_KEY" ? "k" : null)?.ApiKey);
    }

    private static MistralProvider Provider() => new(new StubbedHttp((200, "{}")).Http);
}

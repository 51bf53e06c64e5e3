using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class HuggingFaceProviderTests
{
    private const string Id = "acme/64f0aaaabbbbccccdddd0001";

    private static readonly HuggingFaceProvider Provider = Make(new StubbedHttp());

    private static readonly string Start =
        """
        {"type":"job","id":"64f0aaaabbbbccccdddd0001","createdAt":"2026-11-22T10:00:00.000Z","dockerImage":"python:3.12",
         "command":["python","run.py","--token","private"],"environment":{"PASSWORD":"private"},"flavor":"cpu-basic","labels":{"team":"x","n":1},
         "owner":{"id":"o","name":"acme","type":"org"},
        """;

    private static readonly string Same =
        """
        {"id":"acme/64f0aaaabbbbccccdddd0001","object":"batch","endpoint":"","input_file_id":"","completion_window":"",
         "metadata":{"n":"1","team":"x"},"operation_name":"acme/64f0aaaabbbbccccdddd0001","created_at":1795341600,
        """;

    private const string Pending = """ "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"pending":1}}""";
    private const string Canceled = """ "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"canceled":1},"results_url":"https://provider.test/jobs/acme/64f0aaaabbbbccccdddd0001"}""";

    [Theory]
    [InlineData(
        """ "startedAt":null,"finishedAt":null,"status":{"stage":"SCHEDULING","message":null}}""",
        """ "status":"validating","processing_status":"SCHEDULING",""" + Pending)]
    [InlineData(
        """ "startedAt":"2026-11-22T10:01:00Z","status":{"stage":"RUNNING","failureCount":0},"timeoutSeconds":1800}""",
        """ "status":"in_progress","processing_status":"RUNNING","in_progress_at":1795341660,"expires_at":1795343460,""" + Pending)]
    [InlineData(""" "status":{"stage":"UPDATING"},"timeoutSeconds":1800}""", """ "status":"in_progress","processing_status":"UPDATING",""" + Pending)]
    [InlineData(""" "status":{"stage":"PAUSED"}}""", """ "status":"in_progress","processing_status":"PAUSED",""" + Pending)]
    [InlineData(
        """ "startedAt":"2026-11-22T10:01:00Z","finishedAt":"2026-11-22T11:10:00.5Z","status":{"stage":"COMPLETED"},"durations":{"totalSecs":9}}""",
        """
        "status":"completed","processing_status":"COMPLETED","progress":100,"in_progress_at":1795341660,"completed_at":1795345800,
        "request_counts":{"total":1,"completed":1,"succeeded":1,"failed":0},"results_url":"https://provider.test/jobs/acme/64f0aaaabbbbccccdddd0001"}
        """)]
    [InlineData(
        """ "finishedAt":"2026-11-22T11:10:00Z","status":{"stage":"ERROR","message":"exit code 1"}}""",
        """
        "status":"failed","processing_status":"ERROR","failed_at":1795345800,"request_counts":{"total":1,"completed":0,"succeeded":0,"failed":1},
        "errors":{"object":"list","data":[{"code":"ERROR","message":"exit code 1"}]},"results_url":"https://provider.test/jobs/acme/64f0aaaabbbbccccdddd0001"}
        """)]
    [InlineData(""" "status":{"stage":"DELETING"}}""", """ "status":"cancelling","processing_status":"DELETING",""" + Pending)]
    [InlineData(
        """ "finishedAt":"2026-11-22T11:10:00Z","status":{"stage":"CANCELED"}}""",
        """ "status":"cancelled","processing_status":"CANCELED","cancelled_at":1795345800,""" + Canceled)]
    [InlineData(""" "status":{"stage":"DELETED"}}""", """ "status":"cancelled","processing_status":"DELETED",""" + Canceled)]
    [InlineData(""" "status":{"stage":"STOPPED"}}""", """ "status":"cancelled","processing_status":"STOPPED",""" + Canceled)]
    [InlineData(""" "status":{"stage":"HOVERING"}}""", """ "status":"in_progress","processing_status":"HOVERING",""" + Pending)]
    public Task Every_stage_of_both_clients_is_told(string given, string expected) =>
        WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Theory]
    [InlineData(401, """{"error":"Invalid credentials in Authorization header"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(401, """{"error":"invalid_token","error_description":"The access token expired"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(403, """{"error":"Forbidden"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":"Job not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, """{"message":"Job not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, "<!DOCTYPE html>", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"error":"We had to rate limit you."}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"error":"Internal Error"}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Fact]
    public async Task Two_segments_name_the_job_and_its_secrets_are_skipped()
    {
        var (answer, request) = await WholeAnswer.AskAsync(Make, Id, Start + """ "secrets":{"T":"private"},"status":{"stage":"RUNNING"}}""");

        Assert.Equal("https://provider.test/api/jobs/acme/64f0aaaabbbbccccdddd0001", request!.RequestUri!.AbsoluteUri);
        Assert.Equal(
            "https://huggingface.co/api/jobs/acme/64f0aaaabbbbccccdddd0001", Provider.Address(AdapterProbe.Account("huggingface"), Id).AbsoluteUri);
        Assert.DoesNotContain("private", System.Text.Encoding.UTF8.GetString(answer.Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/64f0aaaabbbbccccdddd0001", "acme/64f0aaaabbbbccccdddd0001")]
    [InlineData("Ac.me-1/64F0AAAABBBBCCCCDDDD0001", "Ac.me-1/64f0aaaabbbbccccdddd0001")]
    [InlineData("64f0aaaabbbbccccdddd0001", null)]
    [InlineData("../64f0aaaabbbbccccdddd0001", null)]
    [InlineData("acme/64f0", null)]
    [InlineData("acme/x/64f0aaaabbbbccccdddd0001", null)]
    [InlineData("https://huggingface.co/jobs/acme/64f0aaaabbbbccccdddd0001", null)]
    [InlineData("", null)]
    public void An_id_is_a_namespace_and_a_job(string id, string? expected) => Assert.Equal(expected, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void Without_an_account_it_is_not_supported()
    {
        var fault = Provider.WhyNot(new ProviderOptions(), null)!;

        Assert.Equal(BatchFaultCode.UnsupportedOperation, fault.Code);
        Assert.StartsWith("batch_retrieve is not supported by huggingface provider. ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("HF_TOKEN", fault.Message, StringComparison.Ordinal);
        Assert.Null(Provider.WhyNot(new ProviderOptions(), Provider.AccountFromEnvironment(name => name == "HF_TOKEN" ? "k" : null)));
    }

    private static HuggingFaceProvider Make(StubbedHttp http) => new(http.Http);
}

using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class ReplicateProviderTests
{
    private const string Id = "k7q2mabcdefghijklmnopqrstu";

    private static readonly ReplicateProvider Provider = Make(new StubbedHttp());

    private static readonly string Start =
        """
        {"id":"k7q2mabcdefghijklmnopqrstu","model":"acme/upscaler","version":"hidden","source":"api","created_at":"2026-11-22T10:00:00.123Z",
         "input":{"prompt":"private"},"urls":{"get":"https://api.replicate.com/v1/predictions/k7","cancel":"https://api.replicate.com/c","web":"https://replicate.com/p/k7"},
        """;

    private static readonly string Same =
        """
        {"id":"k7q2mabcdefghijklmnopqrstu","object":"batch","endpoint":"","model":"acme/upscaler","input_file_id":"","completion_window":"",
         "operation_name":"k7q2mabcdefghijklmnopqrstu","created_at":1795341600,
        """;

    [Theory]
    [InlineData(
        """ "status":"starting","logs":"","error":null,"output":null,"data_removed":false}""",
        """ "status":"validating","processing_status":"starting","metadata":{"version":"hidden"},"request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"pending":1}}""")]
    [InlineData(
        """ "status":"processing","started_at":"2026-11-22T10:00:04.5Z","logs":"  0%|   | 0/50\n 42%|####    | 21/50\nno 100% here"}""",
        """
        "status":"in_progress","processing_status":"processing","in_progress_at":1795341604,"progress":42,"metadata":{"version":"hidden"},
        "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"pending":1}}
        """)]
    [InlineData(
        """
        "status":"succeeded","started_at":"2026-11-22T10:00:04.5Z","completed_at":"2026-11-22T10:00:30.9Z","output":["https://replicate.delivery/out.png"],
        "deployment":"acme/prod","logs":"98%|###"}
        """,
        """
        "status":"completed","processing_status":"succeeded","in_progress_at":1795341604,"completed_at":1795341630,"progress":100,
        "metadata":{"deployment":"acme/prod","version":"hidden"},"results_url":"https://replicate.com/p/k7",
        "request_counts":{"total":1,"completed":1,"succeeded":1,"failed":0}}
        """)]
    [InlineData(
        """ "status":"succeeded","completed_at":"2026-11-22T10:00:30.9Z","data_removed":true}""",
        """
        "status":"completed","processing_status":"succeeded","completed_at":1795341630,"progress":100,"metadata":{"version":"hidden"},
        "request_counts":{"total":1,"completed":1,"succeeded":1,"failed":0}}
        """)]
    [InlineData(
        """ "status":"failed","error":"CUDA out of memory","completed_at":"2026-11-22T10:00:30.9Z","logs":" 42%|####"}""",
        """
        "status":"failed","processing_status":"failed","failed_at":1795341630,"progress":42,"metadata":{"version":"hidden"},
        "errors":{"object":"list","data":[{"message":"CUDA out of memory"}]},"request_counts":{"total":1,"completed":0,"succeeded":0,"failed":1}}
        """)]
    [InlineData(
        """ "status":"failed","error":{"code":"E1001"}}""",
        """
        "status":"failed","processing_status":"failed","metadata":{"version":"hidden"},
        "errors":{"object":"list","data":[{"message":"{\"code\":\"E1001\"}"}]},"request_counts":{"total":1,"completed":0,"succeeded":0,"failed":1}}
        """)]
    [InlineData(
        """ "status":"canceled","completed_at":"2026-11-22T10:00:30Z"}""",
        """
        "status":"cancelled","processing_status":"canceled","cancelled_at":1795341630,"metadata":{"version":"hidden"},
        "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"canceled":1}}
        """)]
    [InlineData(
        """ "status":"aborted","deadline":"2026-11-22T10:01:00Z","completed_at":"2026-11-22T10:01:00Z"}""",
        """
        "status":"expired","processing_status":"aborted","expires_at":1795341660,"expired_at":1795341660,"metadata":{"version":"hidden"},
        "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"expired":1}}
        """)]
    [InlineData(
        """ "status":"paused","completed_at":"2026-11-22T10:01:00Z"}""",
        """ "status":"in_progress","processing_status":"paused","metadata":{"version":"hidden"},"request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"pending":1}}""")]
    public Task Every_state_is_told(string given, string expected) => WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Theory]
    [InlineData(""" "status":"succeeded","data_removed":false}""", true)]
    [InlineData(""" "status":"succeeded"}""", true)]
    [InlineData(""" "status":"succeeded","data_removed":true}""", false)]
    [InlineData(""" "status":"failed","data_removed":false}""", false)]
    [InlineData(""" "status":"canceled"}""", false)]
    public async Task A_final_prediction_is_read_again_only_until_its_data_is_removed(string given, bool again)
    {
        var (answer, _) = await WholeAnswer.AskAsync(Make, Id, Start + given);

        Assert.Equal(again ? TimeSpan.FromHours(1) : null, AdapterProbe.Recheck(Provider, answer.Batch!));
    }

    [Theory]
    [InlineData(401, """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, """{"title":"Insufficient credit","detail":"no credit","status":402}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"detail":"The requested resource could not be found."}""", BatchFaultCode.BatchNotFound)]
    [InlineData(422, """{"title":"Input validation failed","detail":"- prediction_id: Does not match pattern","status":422}""", BatchFaultCode.BatchNotFound)]
    [InlineData(429, """{"detail":"Request was throttled."}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"title":"Internal server error","detail":"oops","status":500}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Fact]
    public async Task The_reset_is_read_from_the_text()
    {
        var (answer, _) = await WholeAnswer.AskAsync(Make, Id, """{"detail":"Request was throttled. Your rate limit resets in ~30s."}""", 429);

        Assert.Equal(TimeSpan.FromSeconds(30), answer.Fault!.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.RetryAfter);
    }

    [Fact]
    public async Task Input_and_output_are_in_no_raw_answer()
    {
        var (answer, request) = await WholeAnswer.AskAsync(Make, Id, Start + """ "output":"secret","status":"succeeded"}""");

        Assert.DoesNotContain("private", System.Text.Encoding.UTF8.GetString(answer.Raw.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(answer.Raw.Span), StringComparison.Ordinal);
        Assert.Equal($"https://provider.test/api/predictions/{Id}", request!.RequestUri!.AbsoluteUri);
        Assert.Equal($"Bearer {AdapterProbe.Key}", request.Headers.Authorization!.ToString());
        Assert.Equal($"https://api.replicate.com/v1/predictions/{Id}", Provider.Address(AdapterProbe.Account("replicate"), Id).AbsoluteUri);
    }

    [Theory]
    [InlineData(Id, true)]
    [InlineData("K7Q2", false)]
    [InlineData("a-b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    public void Ids_are_checked(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void Without_an_account_it_is_not_supported()
    {
        var fault = Provider.WhyNot(new ProviderOptions(), null)!;

        Assert.Equal(BatchFaultCode.UnsupportedOperation, fault.Code);
        Assert.StartsWith("batch_retrieve is not supported by replicate provider. ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("REPLICATE_API_TOKEN", fault.Message, StringComparison.Ordinal);
        Assert.Null(Provider.WhyNot(new ProviderOptions(), Provider.AccountFromEnvironment(name => name == "REPLICATE_API_TOKEN" ? "k" : null)));
    }

    private static ReplicateProvider Make(StubbedHttp http) => new(http.Http);
}

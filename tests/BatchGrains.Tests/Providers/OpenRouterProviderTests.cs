using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class OpenRouterProviderTests
{
    private const string Id = "batch_or12";

    private static readonly OpenRouterProvider Provider = Make(new StubbedHttp());

    private static readonly string Start =
        """
        {"id":"batch_or12","object":"batch","endpoint":"/v1/chat/completions","model":"acme/model-1","provider":"Acme","completion_window":"24h",
         "created_at":1795300000,"expires_at":1795386400,
        """;

    private static readonly string Same =
        """
        {"id":"batch_or12","object":"batch","endpoint":"/v1/chat/completions","model":"acme/model-1","input_file_id":"","completion_window":"24h",
         "metadata":{"provider":"Acme"},"created_at":1795300000,"expires_at":1795386400,
        """;

    [Theory]
    [InlineData(
        """ "status":"validating","finalized_at":null,"request_counts":{"total":0,"completed":0,"failed":0},"usage":null,"results":null,"error":null}""",
        """ "status":"validating","processing_status":"validating","request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0}}""")]
    [InlineData(
        """ "status":"in_progress","finalized_at":null,"request_counts":{"total":100,"completed":31,"failed":0},"usage":null,"results":null,"error":null}""",
        """ "status":"in_progress","processing_status":"in_progress","progress":31,"request_counts":{"total":100,"completed":31,"failed":0,"succeeded":31,"pending":69}}""")]
    [InlineData(
        """ "status":"finalizing","request_counts":{"total":100,"completed":98,"failed":2}}""",
        """ "status":"finalizing","processing_status":"finalizing","progress":99,"request_counts":{"total":100,"completed":98,"failed":2,"succeeded":98,"pending":0}}""")]
    [InlineData(
        """
        "status":"completed","finalized_at":1795300700,"request_counts":{"total":100,"completed":98,"failed":2},
        "usage":{"prompt_tokens":5000,"completion_tokens":9000,"total_tokens":14000,"cost":0.02,"is_byok":false},
        "results":[{"id":"x","custom_id":"r1","response":{"status_code":200,"request_id":"y","body":{"status":"failed"}},"error":null}],"error":null}
        """,
        """
        "status":"completed","processing_status":"completed","progress":100,"completed_at":1795300700,
        "request_counts":{"total":100,"completed":98,"failed":2,"succeeded":98},"results_url":"https://provider.test/api/batches/batch_or12",
        "usage":{"prompt_tokens":5000,"completion_tokens":9000,"total_tokens":14000,"cost":0.02,"is_byok":false}}
        """)]
    [InlineData(
        """ "status":"failed","finalized_at":1795300050,"request_counts":{"total":0,"completed":0,"failed":0},"results":null,"error":{"message":"Line 7."}}""",
        """
        "status":"failed","processing_status":"failed","failed_at":1795300050,"request_counts":{"total":0,"completed":0,"failed":0,"succeeded":0},
        "errors":{"object":"list","data":[{"message":"Line 7."}]}}
        """)]
    [InlineData(
        """ "status":"expired","finalized_at":1795386500,"request_counts":{"total":10,"completed":7,"failed":1},"results":[]}""",
        """
        "status":"expired","processing_status":"expired","expired_at":1795386500,"progress":80,
        "request_counts":{"total":10,"completed":7,"failed":1,"succeeded":7,"expired":2}}
        """)]
    [InlineData(
        """ "status":"cancelling","request_counts":{"total":10,"completed":7,"failed":1}}""",
        """ "status":"cancelling","processing_status":"cancelling","progress":80,"request_counts":{"total":10,"completed":7,"failed":1,"succeeded":7,"pending":2}}""")]
    [InlineData(
        """ "status":"cancelled","finalized_at":1795300900,"request_counts":{"total":10,"completed":7,"failed":1}}""",
        """
        "status":"cancelled","processing_status":"cancelled","cancelled_at":1795300900,"progress":80,
        "request_counts":{"total":10,"completed":7,"failed":1,"succeeded":7,"canceled":2}}
        """)]
    [InlineData(
        """ "status":"reticulating","finalized_at":1795300900}""",
        """ "status":"in_progress","processing_status":"reticulating"}""")]
    public Task Every_state_is_told(string given, string expected) => WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Fact]
    public Task A_want_of_credits_carries_the_batch() => WholeAnswer.AssertSaysAsync(
        Make,
        Id,
        Start + """ "status":"completed","finalized_at":1795300700,"results":null,"error":{"code":402,"message":"Insufficient credits"}}""",
        Same + """
            "status":"completed","processing_status":"completed","progress":100,"completed_at":1795300700,
            "errors":{"object":"list","data":[{"code":"402","message":"Insufficient credits"}]}}
            """,
        status: 402);

    [Theory]
    [InlineData(""" "status":"completed","results":null,"error":{"code":402,"message":"Insufficient credits"}}""", 402, true)]
    [InlineData(""" "status":"completed","results":[],"error":null}""", 200, false)]
    [InlineData(""" "status":"failed","error":{"message":"Line 7."}}""", 200, false)]
    [InlineData(""" "status":"expired"}""", 200, false)]
    [InlineData(""" "status":"cancelled"}""", 200, false)]
    public async Task A_final_batch_is_read_again_only_while_its_results_are_held_back(string given, int status, bool again)
    {
        var (answer, _) = await WholeAnswer.AskAsync(Make, Id, Start + given, status);

        Assert.Equal(again ? TimeSpan.FromHours(1) : null, AdapterProbe.Recheck(Provider, answer.Batch!));
    }

    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"Bad"}}""", BatchFaultCode.ProviderError)]
    [InlineData(401, """{"error":{"code":401,"message":"No auth credentials found."}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(402, """{"error":{"code":402,"message":"Insufficient credits"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":{"code":404,"message":"Batch not found."}}""", BatchFaultCode.BatchNotFound)]
    [InlineData(404, "<!DOCTYPE html><html></html>", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"error":{"code":429,"message":"Rate limit exceeded."}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(500, """{"error":{"code":500,"message":"Internal server error."}}""", BatchFaultCode.ProviderError)]
    [InlineData(502, """{"error":{"code":502,"message":"Upstream batch-api is unavailable."}}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Fact]
    public async Task It_is_asked_at_its_address_with_its_key()
    {
        var (_, request) = await WholeAnswer.AskAsync(Make, Id, "{}");

        Assert.Equal("https://provider.test/api/batches/batch_or12", request!.RequestUri!.AbsoluteUri);
        Assert.Equal($"Bearer {AdapterProbe.Key}", request.Headers.Authorization!.ToString());
        Assert.Equal("https://openrouter.ai/api/v1/batches/batch_or12", Provider.Address(AdapterProbe.Account("openrouter"), Id).AbsoluteUri);
    }

    [Theory]
    [InlineData("batch_or12", true)]
    [InlineData("x", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("batch_1/x", false)]
    [InlineData("batch_1?x", false)]
    [InlineData("batch_1%2e", false)]
    [InlineData("batch_1\n", false)]
    public void Ids_are_checked(string id, bool valid) => Assert.Equal(valid ? id : null, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void Without_a_key_the_setting_and_the_variable_are_named()
    {
        var fault = Provider.WhyNot(new ProviderOptions(), null)!;

        Assert.Equal(BatchFaultCode.ProviderNotConfigured, fault.Code);
        Assert.Contains("Providers:openrouter:Accounts:0:ApiKey", fault.Message, StringComparison.Ordinal);
        Assert.Contains("OPENROUTER_API_KEY", fault.Message, StringComparison.Ordinal);
        Assert.Equal("k", Provider.AccountFromEnvironment(name => name == "OPENROUTER_API_KEY" ? "k" : null)!.ApiKey);
    }

    private static OpenRouterProvider Make(StubbedHttp http) => new(http.Http);
}

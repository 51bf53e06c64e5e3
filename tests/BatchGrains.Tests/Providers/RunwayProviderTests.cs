using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class RunwayProviderTests
{
    private const string Id = "7d1c0000-1111-2222-3333-444455556666";

    private static readonly RunwayProvider Provider = Make(new StubbedHttp());

    private static readonly string Start = """{"id":"7d1c0000-1111-2222-3333-444455556666","createdAt":"2026-11-22T10:00:00.000Z",""";

    private static readonly string Same =
        """
        {"id":"7d1c0000-1111-2222-3333-444455556666","object":"batch","endpoint":"","input_file_id":"","completion_window":"","created_at":1795341600,
        """;

    private const string Pending = """ "request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"pending":1}}""";

    [Theory]
    [InlineData(""" "status":"PENDING","estimatedCost":{"credits":25}}""", """ "status":"validating","processing_status":"PENDING",""" + Pending)]
    [InlineData(""" "status":"THROTTLED","estimatedCost":{"credits":25}}""", """ "status":"validating","processing_status":"THROTTLED",""" + Pending)]
    [InlineData(""" "status":"RUNNING","progress":0.42}""", """ "status":"in_progress","processing_status":"RUNNING","progress":42,""" + Pending)]
    [InlineData(""" "status":"RUNNING","progress":0.57}""", """ "status":"in_progress","processing_status":"RUNNING","progress":57,""" + Pending)]
    [InlineData(""" "status":"RUNNING","progress":1.0}""", """ "status":"in_progress","processing_status":"RUNNING","progress":99,""" + Pending)]
    [InlineData(""" "status":"RUNNING","progress":42}""", """ "status":"in_progress","processing_status":"RUNNING",""" + Pending)]
    [InlineData(
        """ "status":"SUCCEEDED","output":["https://signed.example/x?_jwt=secret"],"cost":{"credits":25}}""",
        """ "status":"completed","processing_status":"SUCCEEDED","progress":100,"request_counts":{"total":1,"completed":1,"succeeded":1,"failed":0}}""")]
    [InlineData(
        """ "status":"FAILED","failure":"refused","failureCode":"SAFETY.INPUT.TEXT","cost":{"credits":0}}""",
        """
        "status":"failed","processing_status":"FAILED","request_counts":{"total":1,"completed":0,"succeeded":0,"failed":1},
        "errors":{"object":"list","data":[{"code":"SAFETY.INPUT.TEXT","message":"refused"}]}}
        """)]
    [InlineData(
        """ "status":"CANCELLED"}""",
        """ "status":"cancelled","processing_status":"CANCELLED","request_counts":{"total":1,"completed":0,"succeeded":0,"failed":0,"canceled":1}}""")]
    [InlineData(""" "status":"DREAMING"}""", """ "status":"in_progress","processing_status":"DREAMING",""" + Pending)]
    public Task Every_state_is_told(string given, string expected) => WholeAnswer.AssertSaysAsync(Make, Id, Start + given, Same + expected);

    [Theory]
    [InlineData(400, """{"error":"Validation of path parameters failed: id is not a UUID"}""", BatchFaultCode.BatchNotFound)]
    [InlineData(400, """{"error":"The X-Runway-Version header is required."}""", BatchFaultCode.ProviderError)]
    [InlineData(401, """{"error":"You did not provide a valid API key."}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData(404, """{"error":"This task was deleted."}""", BatchFaultCode.BatchNotFound)]
    [InlineData(405, """{"error":"Method not allowed"}""", BatchFaultCode.ProviderError)]
    [InlineData(429, """{"error":"You have exceeded your limit."}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData(502, """{"error":"Bad gateway"}""", BatchFaultCode.ProviderError)]
    public Task Every_refusal_is_told(int status, string body, BatchFaultCode expected) =>
        WholeAnswer.AssertFaultAsync(Make, Id, status, body, expected);

    [Fact]
    public async Task It_is_asked_with_its_version_and_at_most_every_five_seconds()
    {
        var (answer, request) = await WholeAnswer.AskAsync(Make, Id, Start + """ "status":"SUCCEEDED","output":["https://signed.example/x"]}""");

        Assert.Equal(["2024-11-06"], request!.Headers.GetValues("X-Runway-Version"));
        Assert.Equal($"Bearer {AdapterProbe.Key}", request.Headers.Authorization!.ToString());
        Assert.Equal($"https://provider.test/api/tasks/{Id}", request.RequestUri!.AbsoluteUri);
        Assert.Equal($"https://api.dev.runwayml.com/v1/tasks/{Id}", Provider.Address(AdapterProbe.Account("runway"), Id).AbsoluteUri);
        Assert.Equal(TimeSpan.FromSeconds(5), Provider.MinimumInterval);
        Assert.DoesNotContain("signed", System.Text.Encoding.UTF8.GetString(answer.Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7d1c0000-1111-2222-3333-444455556666", "7d1c0000-1111-2222-3333-444455556666")]
    [InlineData("7D1C0000-1111-2222-3333-444455556666", "7d1c0000-1111-2222-3333-444455556666")]
    [InlineData("7d1c000011112222333344445555666", null)]
    [InlineData("{7d1c0000-1111-2222-3333-444455556666}", null)]
    [InlineData("..", null)]
    [InlineData("", null)]
    public void An_id_is_a_UUID(string id, string? expected) => Assert.Equal(expected, AdapterProbe.Canonical(Provider, id));

    [Fact]
    public void Without_an_account_it_is_not_supported()
    {
        var fault = Provider.WhyNot(new ProviderOptions(), null)!;

        Assert.Equal(BatchFaultCode.UnsupportedOperation, fault.Code);
        Assert.StartsWith("batch_retrieve is not supported by runway provider. ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("RUNWAYML_API_SECRET", fault.Message, StringComparison.Ordinal);
        Assert.Null(Provider.WhyNot(new ProviderOptions(), Provider.AccountFromEnvironment(name => name == "RUNWAYML_API_SECRET" ? "k" : null)));
    }

    private static RunwayProvider Make(StubbedHttp http) => new(http.Http);
}

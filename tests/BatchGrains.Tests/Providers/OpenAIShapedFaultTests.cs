using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

public sealed class OpenAIShapedFaultTests
{
    [Theory]
    [InlineData("openai", 404, """{"error":{"message":"No batch found with id 'batch_x'.","type":"invalid_request_error","param":null,"code":null}}""", BatchFaultCode.BatchNotFound)]
    [InlineData("openai", 400, """{"error":{"message":"Invalid 'batch_id': 'x'. Expected an ID that begins with 'batch'.","type":"invalid_request_error","param":"batch_id","code":"invalid_value"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData("openai", 400, """{"error":{"message":"Unsupported header","type":"invalid_request_error"}}""", BatchFaultCode.ProviderError)]
    [InlineData("openai", 401, """{"error":{"message":"Incorrect API key provided: sk-test-0123456789.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("openai", 403, """{"error":"You have insufficient permissions for this operation. Missing scopes: api.batch.read."}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("openai", 429, """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}""", BatchFaultCode.ProviderRateLimited)]
    [InlineData("openai", 500, """{"error":{"message":"The server had an error","type":"server_error"}}""", BatchFaultCode.ProviderError)]
    [InlineData("openai", 404, """{"error":{"message":"Invalid URL (GET /batches/batch_1)","type":"invalid_request_error"}}""", BatchFaultCode.ProviderError)]
    [InlineData("openai", 404, "<html>nothing here</html>", BatchFaultCode.ProviderError)]
    [InlineData("openai", 302, "", BatchFaultCode.ProviderError)]
    [InlineData("openai", 200, "<html>a portal</html>", BatchFaultCode.ProviderBadResponse)]
    [InlineData("openai", 200, "[]", BatchFaultCode.ProviderBadResponse)]
    [InlineData("openai", 200, """{"object":"list","data":[]}""", BatchFaultCode.ProviderBadResponse)]
    [InlineData("groq", 404, """{"error":{"message":"not found","type":"invalid_request_error"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData("groq", 498, """{"error":{"message":"capacity exceeded","type":"capacity_exceeded"}}""", BatchFaultCode.ProviderError)]
    [InlineData("perplexity", 404, """{"detail":"Not Found"}""", BatchFaultCode.ProviderError)]
    [InlineData("perplexity", 404, """{"error":{"message":"Batch not found","type":"not_found"}}""", BatchFaultCode.BatchNotFound)]
    [InlineData("perplexity", 401, "<html>401 Authorization Required</html>", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("perplexity", 422, """{"detail":[{"loc":["path","batch_id"],"msg":"String should match pattern","type":"string_pattern_mismatch"}]}""", BatchFaultCode.BatchNotFound)]
    [InlineData("cerebras", 402, """{"message":"payment required","type":"payment_error","param":null,"code":"payment_required"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("cerebras", 403, """{"message":"forbidden","type":"permission_error"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("nebius", 404, """{"detail":"Batch not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData("vllm", 404, """{"detail":"Batch not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData("vllm", 404, """{"error":{"message":"Batch not found","type":"NotFoundError","code":404}}""", BatchFaultCode.BatchNotFound)]
    [InlineData("vllm", 404, """{"error":"Batch batch_1 not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData("vllm", 404, """{"detail":"Not Found"}""", BatchFaultCode.UnsupportedOperation)]
    [InlineData("vllm", 501, """{"error":{"message":"Batch API is not enabled","type":"NotImplementedError","code":501}}""", BatchFaultCode.UnsupportedOperation)]
    [InlineData("vllm", 500, "Internal Server Error", BatchFaultCode.ProviderError)]
    [InlineData("vllm", 401, """{"error":"Unauthorized"}""", BatchFaultCode.ProviderAuthFailed)]
    [InlineData("sgl", 404, """{"detail":"Batch not found"}""", BatchFaultCode.BatchNotFound)]
    [InlineData("sgl", 404, """{"detail":"Not Found"}""", BatchFaultCode.UnsupportedOperation)]
    public async Task A_refusal_means(string provider, int status, string body, BatchFaultCode expected)
    {
        var fault = await FaultAsync(http => new OpenAIShapedProvider(http.Http, Row(provider)), "batch_1", (status, body));
        Assert.Equal(expected, fault.Code);
    }

    [Fact]
    public async Task A_server_without_the_route_is_told_apart_and_explained()
    {
        var fault = await FaultAsync(http => new OpenAIShapedProvider(http.Http, Row("vllm")), "b", (404, """{"detail":"Not Found"}"""));

        Assert.StartsWith("batch_retrieve is not supported by vllm provider. vLLM itself has no batch API", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, """{"message":"no"}""")]
    [InlineData(404, """{"message":"Not Found"}""")]
    public async Task A_refusal_of_Cerebras_mentions_the_private_preview(int status, string body)
    {
        var fault = await FaultAsync(http => new OpenAIShapedProvider(http.Http, Row("cerebras")), "batch_1", (status, body));

        Assert.Contains("private preview", fault.Message, StringComparison.Ordinal);
    }

    private static OpenAIShapedRow Row(string name) => OpenAIShapedRows.All.Single(row => row.Name == name);
}

// The SDK calls its batch client experimental; it is the one there is.
#pragma warning disable OPENAI001
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using OpenAI.Batch;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>OpenAI's own client for .NET, of which only the endpoint is set: it keeps the query that the endpoint has.</summary>
public sealed class OpenAIDotNetTests(Service service) : IClassFixture<Service>
{
    public static TheoryData<string, string, bool> Batches => new()
    {
        { "openai", "completed", true },
        { "openai", "in_progress", false },
        { "openai", "failed", true },
        { "azure", "expired", true },
        { "anthropic", "ended_partlycanceled", true },
        { "bedrock", "PartiallyCompleted", true },
        { "bedrock", "Stopping", false },
        { "vertex", "JOB_STATE_SUCCEEDED", true },
        { "gemini", "succeeded_inline", true },
        { "mistral", "TIMEOUT_EXCEEDED", true },
        { "cohere", "embed_complete", true },
        { "xai", "cancelled", true },
        { "huggingface", "ERROR", true },
        { "fireworks", "JOB_STATE_WRITING_RESULTS", false },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task It_reads_every_field(string provider, string word, bool final)
    {
        var id = service.Simulator.Id(provider, word, 6);

        var operation = await CreateBatchOperation.RehydrateAsync(Client(provider), id, TestContext.Current.CancellationToken);

        Assert.Equal(final, operation.HasCompleted);
        Answer.AssertSameBatch((await service.GetBatchAsync(provider, id)).Body, JsonNode.Parse(operation.GetRawResponse().Content)!);
    }

    [Theory]
    [InlineData("openai", "notfound", 404, "batch_not_found")]
    [InlineData("ollama", null, 400, "unsupported_operation")]
    [InlineData("azure", "forbidden", 502, "provider_auth_failed")]
    [InlineData("perplexity", "ratelimited", 429, "provider_rate_limited")]
    public async Task Errors_are_its_own_type(string provider, string? fault, int status, string code)
    {
        var id = fault is null ? "batch_x" : service.Simulator.Id(provider, fault, 6);

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => CreateBatchOperation.RehydrateAsync(Client(provider), id, TestContext.Current.CancellationToken));

        Assert.Equal(status, error.Status);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.Equal(code, (string?)JsonNode.Parse(error.GetRawResponse()!.Content)!["error"]!["code"]);
    }

    [Theory]
    [InlineData("demo-1s.dotnet", "completed")]
    [InlineData("demo-1s-fails.dotnet", "failed")]
    [InlineData("demo-1s-expires.dotnet", "expired")]
    [InlineData("demo-1s-cancelled.dotnet", "cancelled")]
    public async Task Its_wait_for_completion_ends_in_each_final_state(string id, string status)
    {
        var operation = await CreateBatchOperation.RehydrateAsync(Client("sandbox"), id, TestContext.Current.CancellationToken);
        Assert.False(operation.HasCompleted);

        await operation.WaitForCompletionAsync(TestContext.Current.CancellationToken);

        Assert.True(operation.HasCompleted);
        Assert.Equal(status, (string?)JsonNode.Parse(operation.GetRawResponse().Content)!["status"]);
    }

    private BatchClient Client(string provider) => new(
        new ApiKeyCredential("caller-key"),
        new()
        {
            Endpoint = new Uri(service.Address, $"/v1?provider={provider}"),
            // It would wait for as long as Retry-After says.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
}

using System.Text.Json.Nodes;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>OpenAI's own client for Node, as a caller.</summary>
public sealed class OpenAINodeTests(Service service, NodeClient node) : IClassFixture<Service>, IClassFixture<NodeClient>
{
    [Fact]
    public async Task It_reads_every_field_of_every_providers_batches()
    {
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");
        (string Provider, string Id)[] batches =
            [.. service.Catalog.SelectMany(provider => provider.Value.States.Select(state => (provider.Key, state.Id)))];

        var results = await RetrieveAsync(batches);

        Assert.Equal(batches.Length, results.Length);
        foreach (var ((provider, id), result) in batches.Zip(results))
        {
            var plain = await service.GetBatchAsync(provider, id);
            Assert.Null(result["error"]);
            Answer.AssertSameBatch(plain.Body, result["batch"]!);
        }
    }

    [Theory]
    [InlineData("openai", "notfound", "NotFoundError", 404, "batch_not_found", "not_found_error")]
    [InlineData("ollama", null, "BadRequestError", 400, "unsupported_operation", "invalid_request_error")]
    [InlineData("nobody", null, "BadRequestError", 400, "unknown_provider", "invalid_request_error")]
    [InlineData("vertex", "forbidden", "InternalServerError", 502, "provider_auth_failed", "provider_error")]
    [InlineData("gemini", "html", "InternalServerError", 502, "provider_bad_response", "provider_error")]
    [InlineData("groq", "ratelimited", "RateLimitError", 429, "provider_rate_limited", "rate_limit_error")]
    public async Task Errors_are_the_clients_own_types(string provider, string? fault, string type, int status, string code, string family)
    {
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");
        var id = fault is null ? "batch_x" : service.Simulator.Id(provider, fault, 8);

        var error = Assert.Single(await RetrieveAsync([(provider, id)]))["error"]!;

        Assert.Equal(
            (type, status, code, family), ((string?)error["class"], (int)error["status"]!, (string?)error["code"], (string?)error["type"]));
        Assert.Equal(status == 429, error["retryAfter"] is not null);
        Assert.StartsWith($"{status} ", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_retry_what_a_retry_can_not_help()
    {
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");
        var id = service.Simulator.Id("xai", "badkey400", 8);

        var error = Assert.Single(await RetrieveAsync([("xai", id)]))["error"]!;

        Assert.Equal("provider_auth_failed", (string?)error["code"]);
        Assert.Equal(1, service.Simulator.Calls("xai", id));
    }

    private Task<JsonNode[]> RetrieveAsync(IEnumerable<(string Provider, string Id)> batches) =>
        node.RetrieveAsync(new Uri(service.Address, "/v1"), batches);
}

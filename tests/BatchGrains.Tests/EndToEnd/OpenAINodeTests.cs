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

    private Task<JsonNode[]> RetrieveAsync(IEnumerable<(string Provider, string Id)> batches) =>
        node.RetrieveAsync(new Uri(service.Address, "/v1"), batches.Select(batch => (batch.Provider, batch.Id, "caller-key")));
}

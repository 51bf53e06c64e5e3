using System.Text.Json.Nodes;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>OpenAI's own client for Node, as a caller that meets errors.</summary>
public sealed class OpenAINodeErrorTests(FaultyService service, NodeClient node) : IClassFixture<FaultyService>, IClassFixture<NodeClient>
{
    private static readonly (string Provider, string Fault, string Class, int Status, string Code, string Type)[] Expected =
    [
        ("openai", "notfound", "NotFoundError", 404, "batch_not_found", "not_found_error"),
        ("sgl", "noroute", "BadRequestError", 400, "unsupported_operation", "invalid_request_error"),
        ("nobody", "notfound", "BadRequestError", 400, "unknown_provider", "invalid_request_error"),
        ("vertex", "forbidden", "InternalServerError", 502, "provider_auth_failed", "provider_error"),
        ("gemini", "html", "InternalServerError", 502, "provider_bad_response", "provider_error"),
        ("groq", "ratelimited", "RateLimitError", 429, "provider_rate_limited", "rate_limit_error"),
        ("openai", "nobodys", "AuthenticationError", 401, "unauthorized", "authentication_error"),
    ];

    [Fact]
    public async Task Errors_are_its_own_types()
    {
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");

        var results = await RetrieveAsync(Expected.Select(expected => (expected.Provider, expected.Fault)));

        foreach (var (expected, result) in Expected.Zip(results))
        {
            var error = result["error"]!;
            Assert.Equal(
                (expected.Class, expected.Status, expected.Code, expected.Type),
                ((string?)error["class"], (int)error["status"]!, (string?)error["code"], (string?)error["type"]));
            Assert.Equal(expected.Status == 429, error["retryAfter"] is not null);
            Assert.StartsWith($"{expected.Status} ", (string?)error["message"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_does_not_retry_what_a_retry_can_not_help()
    {
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");

        var error = Assert.Single(await RetrieveAsync([("xai", "badkey400")], maxRetries: 2))["error"]!;

        Assert.Equal("provider_auth_failed", (string?)error["code"]);
        Assert.Equal(1, service.Simulator.Calls("xai", service.Simulator.Id("xai", "badkey400", 8)));
    }

    private Task<JsonNode[]> RetrieveAsync(IEnumerable<(string Provider, string Fault)> faults, int maxRetries = 0) => node.RetrieveAsync(
        new Uri(service.Address, "/v1"),
        faults.Select(fault => (fault.Provider, IdOf(fault.Provider, fault.Fault), FaultyService.KeyOf(fault.Fault))),
        maxRetries);

    private string IdOf(string provider, string fault) =>
        service.Catalog.TryGetValue(provider, out var entry) && entry.Faults.Any(known => known.Name == fault)
            ? service.Simulator.Id(provider, fault, 8)
            : "batch_x";
}

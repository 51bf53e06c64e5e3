using System.Text.Json;

namespace BatchGrains.Tests.Api;

/// <summary>What the API's document says is what the service does.</summary>
public sealed class DocumentTests
{
    private static readonly string[] UndocumentedHeaders =
        ["Date", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "X-Accel-Buffering"];

    public static TheoryData<string, string[]> Requests { get; } = new()
    {
        { "/v1/batches/running?provider=openai", [] },
        { "/v1/batches/full?provider=openai&raw=true", [] },
        { "/v1/batches/final?provider=openai", [] },
        { "/v1/batches/running?provider=openai", ["If-None-Match: W/\"v1\""] },
        { "/v1/batches/final?provider=openai", ["If-None-Match: W/\"end\"", "Prefer: wait=9"] },
        { "/v1/batches/final?provider=openai", ["Accept: text/event-stream"] },
        { "/v1/batches/final?provider=openai", ["Accept: text/event-stream", "Last-Event-ID: W/\"end\""] },
        { "/v1/batches/running", [] },
        { "/v1/batches/running?provider=nobody", [] },
        { "/v1/batches/wrong?provider=mistral", [] },
        { "/v1/batches/batch?provider=mistral", [] },
        { "/v1/batches/b?provider=ollama", [] },
        { "/v1/batches/%zz?provider=openai", [] },
        { "/v1/batches/nothing?provider=openai", [] },
        { "/v1/batches/running?provider=openai", ["X-Forwarded-For: 203.0.113.7"] },
        { "/v1/batches/ProviderRateLimited?provider=openai", [] },
        { "/v1/batches/ProviderAuthFailed?provider=openai", [] },
        { "/v1/batches/ProviderBadResponse?provider=openai", [] },
        { "/v1/batches/ProviderUnavailable?provider=openai", [] },
        { "/v1/batches/ProviderTimeout?provider=openai", [] },
        { "/v1/batches/NotCached?provider=openai", [] },
        { "/v1/batches/Internal?provider=openai", [] },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Answers_are_as_the_document_says(string target, string[] headers)
    {
        await using var api = await StartAsync();
        var document = await DocumentAsync(api);

        using var response = await api.SendAsync(target, null, [.. headers.Select(h => (h.Split(": ")[0], h.Split(": ")[1]))]);

        Assert.True(Responses(document).TryGetProperty($"{(int)response.StatusCode}", out var documented), $"No {response.StatusCode} in the document.");
        if (response.StatusCode is not System.Net.HttpStatusCode.NoContent)
        {
            AssertHeaders(documented.GetProperty("headers"), response);
        }

        if (documented.TryGetProperty("content", out var content))
        {
            var type = response.Content.Headers.ContentType!.MediaType!;
            var schema = content.GetProperty(type).GetProperty("schema");
            var body = type is "application/json"
                ? await response.JsonAsync()
                : JsonSerializer.SerializeToElement(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Empty(JsonSchemaCheck.Violations(document, schema, body));
        }
    }

    [Fact]
    public async Task Every_example_keeps_to_its_schema_and_every_error_code_has_one()
    {
        await using var api = await StartAsync();
        var document = await DocumentAsync(api);
        List<string> codes = [];

        foreach (var response in Responses(document).EnumerateObject())
        {
            if (!response.Value.TryGetProperty("content", out var content))
            {
                continue;
            }

            var json = content.GetProperty("application/json");
            var examples = json.TryGetProperty("examples", out var named)
                ? named.EnumerateObject().Select(example => example.Value.GetProperty("value"))
                : [json.GetProperty("example")];
            foreach (var example in examples)
            {
                Assert.Empty(JsonSchemaCheck.Violations(document, json.GetProperty("schema"), example));
                if (example.TryGetProperty("error", out var error))
                {
                    Assert.Equal(response.Name, $"{example.GetProperty("status_code").GetInt32()}");
                    codes.Add(error.GetProperty("code").GetString()!);
                }
            }
        }

        Assert.Equal(
            [
                "batch_not_found", "forbidden", "internal", "invalid_batch_id", "invalid_request", "method_not_allowed", "not_cached", "not_found",
                "provider_auth_failed", "provider_bad_response", "provider_error", "provider_not_configured", "provider_rate_limited",
                "provider_required", "provider_timeout", "provider_unavailable", "rate_limited", "unauthorized", "unknown_provider", "unsupported_operation",
            ],
            codes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_batch_schema_has_every_field_of_a_batch()
    {
        await using var api = await StartAsync();
        var document = await DocumentAsync(api);

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("Batch").GetProperty("properties");
        using var response = await api.SendAsync("/v1/batches/full?provider=openai&raw=true");

        Assert.Equal(
            (await response.JsonAsync()).EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal),
            schema.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>A page that shows the document fills in every example that it finds.</summary>
    [Fact]
    public async Task Only_what_a_request_needs_has_an_example_to_copy()
    {
        await using var api = await StartAsync();
        var document = await DocumentAsync(api);

        var parameters = document.GetProperty("paths").GetProperty("/v1/batches/{batch_id}").GetProperty("get").GetProperty("parameters");

        Assert.All(parameters.EnumerateArray(), parameter => Assert.Equal(
            parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
            parameter.TryGetProperty("example", out _)));
        Assert.Equal(
            ["batch_id", "provider"],
            parameters.EnumerateArray().Where(p => p.TryGetProperty("example", out _)).Select(p => p.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_field_that_a_later_version_adds_breaks_no_validating_client()
    {
        await using var api = await StartAsync();
        var document = await DocumentAsync(api);

        Assert.All(
            document.GetProperty("components").GetProperty("schemas").EnumerateObject(),
            schema => Assert.DoesNotContain("\"additionalProperties\":false", JsonSerializer.Serialize(schema.Value), StringComparison.Ordinal));
    }

    private static JsonElement Responses(JsonElement document) =>
        document.GetProperty("paths").GetProperty("/v1/batches/{batch_id}").GetProperty("get").GetProperty("responses");

    private static async Task<ApiHost> StartAsync()
    {
        var api = await ApiHost.StartAsync();
        api.Reader.Set("running", Readings.Running());
        api.Reader.Set("final", Readings.Final());
        api.Reader.Set("full", Readings.Of(Readings.Snapshot(json: FullBatch.Json, raw: "{}")));
        foreach (var code in Enum.GetValues<BatchFaultCode>())
        {
            api.Reader.Set(code.ToString(), Readings.Fault(code));
        }

        return api;
    }

    private static async Task<JsonElement> DocumentAsync(ApiHost api)
    {
        using var response = await api.SendAsync("/openapi/v1.json");
        return await response.JsonAsync();
    }

    private static void AssertHeaders(JsonElement documented, HttpResponseMessage response)
    {
        var sent = response.Headers.Concat(response.Content.Headers)
            .Select(header => header.Key)
            .Except(UndocumentedHeaders, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var known = documented.EnumerateObject().ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        Assert.All(sent, name => Assert.Contains(name, known.Keys, StringComparer.OrdinalIgnoreCase));
        var required = known
            .Where(header => header.Value.TryGetProperty("required", out var always) && always.GetBoolean())
            .Select(header => header.Key);
        Assert.All(required, name => Assert.Contains(name, sent, StringComparer.OrdinalIgnoreCase));
    }
}

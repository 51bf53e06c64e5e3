using System.Net;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Ids with slashes and colons, raw and percent-encoded, and the several names of one batch.</summary>
public sealed class SpellingTests(Service service) : IClassFixture<Service>
{
    private const string Vertex = "projects/sim-project/locations/us-central1/batchPredictionJobs";

    public static TheoryData<string, string, string, string[]> Spellings => new()
    {
        {
            "bedrock", "Completed", "{id}",
            ["{id}", "{escaped}"]
        },
        {
            "vertex", "JOB_STATE_SUCCEEDED", "{id}",
            ["{id}", $"{Vertex}/{{id}}", $"{Vertex.Replace("/", "%2F", StringComparison.Ordinal)}%2F{{id}}", $"{Vertex.Replace("/", "%2f", StringComparison.Ordinal)}%2f{{id}}"]
        },
        {
            "gemini", "BATCH_STATE_SUCCEEDED", "{id}",
            ["{id}", "{escaped}", "{last}"]
        },
        {
            "fireworks", "JOB_STATE_COMPLETED", "{id}",
            ["{id}", "accounts/acme/batchInferenceJobs/{id}", "accounts%2Facme%2FbatchInferenceJobs%2F{id}"]
        },
        {
            "huggingface", "COMPLETED", "{id}",
            ["{id}", "{escaped}"]
        },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Every_spelling_of_an_id_is_one_batch(string provider, string word, string form, string[] spellings)
    {
        var id = form.Replace("{id}", service.Simulator.Id(provider, word, 42), StringComparison.Ordinal);
        var etags = new HashSet<string?>();
        foreach (var spelling in spellings)
        {
            var target = spelling.Replace("{id}", id, StringComparison.Ordinal)
                .Replace("{escaped}", Uri.EscapeDataString(id), StringComparison.Ordinal)
                .Replace("{last}", id[(id.LastIndexOf('/') + 1)..], StringComparison.Ordinal);

            var answer = await service.GetAsync($"/v1/batches/{target}?provider={provider}");

            Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, (string?)answer.Body["status"]));
            etags.Add(answer.Header("ETag"));
        }

        Assert.Single(etags);
        Assert.Equal(1, service.Simulator.Calls(provider, id));
    }

    [Theory]
    [InlineData("bedrock", "arn%253Aaws%253Abedrock%253Aus-east-1%253A123456789012%253Amodel-invocation-job%252F104000000001")]
    [InlineData("bedrock", "104000000001")]
    [InlineData("bedrock", "arn:aws:bedrock:evil.example%2F:123456789012:model-invocation-job/104000000001")]
    [InlineData("vertex", "projects/p/locations/evil.example%2F/batchPredictionJobs/1")]
    [InlineData("fireworks", "accounts/acme/batchInferenceJobs/..")]
    [InlineData("huggingface", "job-without-a-namespace")]
    [InlineData("openai", "..")]
    [InlineData("openai", "%2E%2E%2Fmodels")]
    [InlineData("elevenlabs", "workspace")]
    public async Task An_id_that_breaks_its_rule_is_refused_without_a_call(string provider, string target)
    {
        var before = service.Simulator.Calls(provider);

        var answer = await service.GetAsync($"/v1/batches/{target}?provider={provider}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_batch_id"), (answer.Status, answer.ErrorCode));
        Assert.Equal(before, service.Simulator.Calls(provider));
    }

    [Fact]
    public async Task Ollama_is_unsupported_and_an_unknown_provider_is_told_the_known_ones()
    {
        var ollama = await service.GetBatchAsync("ollama", "x");
        var unknown = await service.GetBatchAsync("nobody", "x");

        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_operation"), (ollama.Status, ollama.ErrorCode));
        Assert.StartsWith("batch_retrieve is not supported by ollama provider", (string?)ollama.Body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "unknown_provider"), (unknown.Status, unknown.ErrorCode));
        Assert.All(service.Catalog.Keys, name => Assert.Contains(name, (string?)unknown.Body["error"]!["message"], StringComparison.Ordinal));
    }
}

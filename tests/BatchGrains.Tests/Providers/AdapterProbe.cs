using System.Text.Json;
using System.Text.Json.Nodes;
using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Serialization;

namespace BatchGrains.Tests.Providers;

/// <summary>What the tests of adapters share: reading an answer, comparing whole batches, and accounts.</summary>
internal static class AdapterProbe
{
    public const string Key = "sk-test-0123456789";

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static ProviderAccount Account(string provider, string? baseUrl = null, AccountOptions? credentials = null) => new(
        provider,
        "default",
        new ProviderOptions { BaseUrl = baseUrl is null ? null : new Uri(baseUrl) },
        credentials ?? new AccountOptions { ApiKey = Key });

    /// <summary>How often the provider has a final batch looked at again.</summary>
    public static TimeSpan? Recheck(IBatchProvider provider, Batch final)
    {
        var json = SnapshotRenderer.Render(final);
        return provider.FinalRecheck(new BatchSnapshot
        {
            Json = json,
            ETag = SnapshotRenderer.ETag(json.Span),
            Version = 1,
            Status = final.Status,
            ObservedAt = DateTimeOffset.UnixEpoch,
            ChangedAt = DateTimeOffset.UnixEpoch,
            LatencyMilliseconds = 0,
        });
    }

    /// <summary>The batch says what the JSON says, no more and no less.</summary>
    public static void AssertSays(string expected, Batch? batch)
    {
        Assert.NotNull(batch);
        var rendered = JsonSerializer.Serialize(batch, BatchJson.Default.Batch);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(rendered)), $"expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut was  {rendered}");
    }

    /// <summary>What the provider's answer of a status and a body comes to.</summary>
    public static async Task<BatchFault> FaultAsync(Func<StubbedHttp, IBatchProvider> make, string id, params (int Status, string Body)[] answers)
    {
        using var http = new StubbedHttp(answers);
        var provider = make(http);
        var answer = await provider.RetrieveAsync(
            Account(provider.Name, "https://provider.test/v1"), id, TestContext.Current.CancellationToken);
        Assert.Null(answer.Batch);
        Assert.NotNull(answer.Fault);
        Assert.DoesNotContain(Key, answer.Fault.Message, StringComparison.Ordinal);
        return answer.Fault;
    }

    public static AccountOptions? AccountFromEnvironment(this IBatchProvider provider, Func<string, string?> variable) =>
        provider.AccountFromEnvironment(new AccountVariables(variable));

    public static string? Canonical(IBatchProvider provider, string id) => provider.Identify(id, new ProviderOptions(), []).Canonical;
}

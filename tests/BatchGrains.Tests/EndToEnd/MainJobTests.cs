using System.Net;
using System.Text.Json.Nodes;
using BatchGrains.Api.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>What the service is for.</summary>
public sealed class MainJobTests(MainJobTests.CalmService service) : IClassFixture<MainJobTests.CalmService>
{
    private static readonly string[] Life = ["validating", "in_progress", "finalizing", "completed"];

    [Fact]
    public async Task A_thousand_readers_of_one_cold_batch_cost_one_call()
    {
        var id = service.Simulator.Id("openai", "delay300", 77);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => service.GetBatchAsync("openai", id)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.Header("ETag")).Distinct());
        Assert.Equal(1, service.Simulator.Calls("openai", id));
    }

    [Fact]
    public async Task A_sandbox_batch_is_followed_through_its_whole_life()
    {
        var batches = new List<JsonNode>();
        Answer answer;
        string? etag = null;
        do
        {
            answer = await service.GetBatchAsync("sandbox", "demo-2s.life", ("Prefer", "wait=60"), ("If-None-Match", etag ?? "\"none\""));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.NotEqual(etag, answer.Header("ETag"));
            etag = answer.Header("ETag");
            batches.Add(answer.Body);
        }
        while ((string?)answer.Body["status"] != "completed");

        var states = batches.Select(batch => (string)batch["status"]!).Distinct().ToArray();
        Assert.Equal("validating", states[0]);
        Assert.Equal(Life.Intersect(states), states);
        var completed = batches.Select(batch => (int)batch["request_counts"]!["completed"]!).ToArray();
        Assert.Equal(completed.Order(), completed);
        Assert.Equal(100, completed[^1]);
        Assert.Null(answer.Header("Retry-After"));
    }

    [Fact]
    public async Task A_final_batch_is_served_without_another_call()
    {
        var id = service.Simulator.Id("anthropic", "life1", 5);
        var answer = await service.GetBatchAsync("anthropic", id);
        while ((string?)answer.Body["status"] != "completed")
        {
            answer = await service.GetBatchAsync(
                "anthropic", id, ("Prefer", "wait=60"), ("If-None-Match", answer.Header("ETag")!));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }

        var calls = service.Simulator.Calls("anthropic", id);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.GetBatchAsync("anthropic", id, ("Cache-Control", "no-cache"))));

        Assert.Equal(calls, service.Simulator.Calls("anthropic", id));
    }

    [Fact]
    public async Task A_front_of_its_own_answers_the_same()
    {
        await using var front = ApiApp.Build(
            Service.Arguments([new("Cluster:GatewayPort", $"{service.GatewayPort}")]),
            builder => builder.Logging.ClearProviders().AddProvider(service.Leaks));
        await front.StartAsync(TestContext.Current.CancellationToken);
        var address = front.Urls.Single();
        (string Provider, string Id)[] batches =
            [("openai", service.Simulator.Id("openai", "completed")), ("bedrock", service.Simulator.Id("bedrock", "Failed")), ("gemini", "batches/notfound_9")];

        foreach (var (provider, id) in batches)
        {
            await service.GetBatchAsync(provider, id);
            var here = await service.GetBatchAsync(provider, id);
            using var there = await service.Client.GetAsync(
                $"{address}/v1/batches/{Uri.EscapeDataString(id)}?provider={provider}", TestContext.Current.CancellationToken);

            Assert.Equal(here.Status, there.StatusCode);
            Assert.Equal(here.Response.Headers.ETag, there.Headers.ETag);
            var text = await there.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(WithoutEvent(here.Text), WithoutEvent(text));
        }

        await front.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task People_called_by_ElevenLabs_are_in_no_answer_and_no_log()
    {
        foreach (var state in service.Catalog["elevenlabs"].States)
        {
            var answer = await service.GetAsync($"/v1/batches/{state.Id}?provider=elevenlabs&raw=true");

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Null(answer.Body["extra_fields"]!["raw_response"]);
        }

        var other = await service.GetAsync($"/v1/batches/{service.Simulator.Id("openai", "completed")}?provider=openai&raw=true");
        Assert.NotNull(other.Body["extra_fields"]!["raw_response"]);
        Assert.Empty(service.Leaks.Found);
    }

    [Fact]
    public async Task No_credential_is_in_an_answer_or_a_log()
    {
        var before = service.Leaks.Lines;
        foreach (var (provider, entry) in service.Catalog)
        {
            string[] ids = [.. from fault in (string[])["notfound", "error500", "html502", "truncated", "unauthorized"] select service.Simulator.Id(provider, fault, 3)];
            foreach (var id in ids.Prepend(service.Simulator.Id(provider, entry.States[0].Word, 3)))
            {
                await service.GetBatchAsync(provider, id);
                Assert.Equal(provider == "cohere" && id == ids[0] ? 2 : 1, service.Simulator.Calls(provider, id));
            }
        }

        Assert.InRange(service.Leaks.Lines - before, service.Catalog.Count * 6, long.MaxValue);
        Assert.Empty(service.Leaks.Found);
    }

    [Fact]
    public void A_leak_would_be_found()
    {
        using var watch = new LeakWatch(["sim-secret"]);

        watch.CreateLogger("Client").Log(LogLevel.Trace, default, "Authorization: Bearer sim-secret", null, (line, _) => line);

        Assert.Equal("Client: Authorization: Bearer sim-secret", Assert.Single(watch.Found));
    }

    // Each error has an id of its own.
    private static string WithoutEvent(string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove("event_id");
        (json["error"] as JsonObject)?.Remove("event_id");
        return json.ToJsonString();
    }

    /// <summary>A service in which a batch of OpenAI is fresh for longer than a thousand slow readers take.</summary>
    public sealed class CalmService : Service
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings() => [.. base.Settings(), new("Providers:openai:MinRefreshSeconds", "120")];
    }
}

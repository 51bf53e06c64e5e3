extern alias simulator;

using System.Net;
using System.Text.Json;
using simulator::ProviderSimulator;

namespace BatchGrains.Tests.Silos;

/// <summary>Two silos in processes of their own; one of them goes.</summary>
public sealed class SiloDeathTests(RealServices.Redis redis)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wait_outlives_the_kill_of_the_silo_that_holds_the_batch()
    {
        await using var cluster = await SiloCluster.StartAsync(redis);
        var survivor = await (await cluster.AddSiloAsync()).AddressAsync();
        var victim = await cluster.AddSiloAsync();
        var id = await cluster.FindBatchHeldByAsync(victim, survivor, "in_progress");
        var wait = SiloHttp.GetAsync(survivor, id, ("If-None-Match", await SiloHttp.TagAsync(survivor, id)), ("Prefer", "wait=60"));

        victim.Kill();
        await victim.ExitAsync();
        cluster.Providers.Script("openai", id, new ScriptedAnswer { Word = "completed" });

        using var answer = await wait;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var batch = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("completed", batch.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_final_batch_outlives_the_kill_of_its_silo_without_another_call()
    {
        await using var cluster = await SiloCluster.StartAsync(redis);
        var survivor = await (await cluster.AddSiloAsync()).AddressAsync();
        var victim = await cluster.AddSiloAsync();
        var id = await cluster.FindBatchHeldByAsync(victim, survivor, "completed");
        var tag = await SiloHttp.TagAsync(survivor, id);
        var calls = cluster.Providers.Calls("openai", id);

        victim.Kill();
        await victim.ExitAsync();

        Assert.Equal(tag, await SiloHttp.TagAsync(survivor, id));
        Assert.Equal((1, 1), (calls, cluster.Providers.Calls("openai", id)));
    }

    [Fact]
    public async Task A_silo_that_is_told_no_address_takes_the_machines_own()
    {
        await using var cluster = await SiloCluster.StartAsync(redis);
        var silo = await (await cluster.AddSiloAsync(advertised: null)).AddressAsync();

        Assert.NotEmpty(await SiloHttp.TagAsync(silo, "batch_completed_1"));
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_answers_who_waits_and_hands_its_batches_over()
    {
        await using var cluster = await SiloCluster.StartAsync(redis);
        var survivor = await (await cluster.AddSiloAsync()).AddressAsync();
        var leaving = await cluster.AddSiloAsync();
        var address = await leaving.AddressAsync();
        var id = await cluster.FindBatchHeldByAsync(leaving, survivor, "in_progress");
        var tag = await SiloHttp.TagAsync(survivor, id);
        var waitHere = SiloHttp.GetAsync(address, id, ("If-None-Match", tag), ("Prefer", "wait=60"));
        var waitThere = SiloHttp.GetAsync(survivor, id, ("If-None-Match", tag), ("Prefer", "wait=60"));
        await SiloHttp.UntilBusyAsync(address);
        await SiloHttp.UntilBusyAsync(survivor);

        await leaving.TerminateAsync();
        Assert.Equal(0, await leaving.ExitAsync());
        cluster.Providers.Script("openai", id, new ScriptedAnswer { Word = "completed" });

        using var here = await waitHere;
        Assert.Equal(HttpStatusCode.NotModified, here.StatusCode);
        using var there = await waitThere;
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        Assert.NotEqual(tag, there.Headers.ETag!.ToString());
    }
}

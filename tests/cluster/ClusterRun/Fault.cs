namespace ClusterRun;

/// <summary>Something that goes wrong, and what is allowed to follow.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Lets it go wrong and puts it right again; ends when the cluster is whole.</param>
internal sealed record Fault(string Name, Func<Incident, Task> RunAsync)
{
    // Around a silo's death requests for its batches may fail for this long.
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(10);

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Fault> All(Containers containers, Front front) =>
    [
        new("nothing", _ => Task.Delay(TimeSpan.FromSeconds(10))),
        new("a silo is killed", async incident =>
        {
            var silo = (await containers.OfAsync("silo"))[0];
            incident.Allow(Allowance);
            await containers.DockerAsync("kill", "-s", "KILL", silo);
            await Task.Delay(TimeSpan.FromSeconds(12));
            await containers.DockerAsync("start", silo);
            await containers.UntilHealthyAsync(silo);
        }),
        new("Redis restarts", async incident =>
        {
            var redis = (await containers.OfAsync("redis"))[0];
            await containers.DockerAsync("restart", redis);
            await containers.UntilHealthyAsync(redis);
        }),
        new("Azurite is away for 20 s", async incident =>
        {
            var azurite = (await containers.OfAsync("azurite"))[0];
            await containers.DockerAsync("stop", "-t", "5", azurite);
            await Task.Delay(TimeSpan.FromSeconds(20));
            await containers.DockerAsync("start", azurite);
            await containers.UntilHealthyAsync(azurite);
        }),
        new("a silo's network is cut", async incident =>
        {
            var silo = (await containers.OfAsync("silo"))[0];
            var network = await containers.NetworkOfAsync(silo);
            var restarts = await containers.RestartsAsync(silo);
            incident.Allow(Allowance);
            await containers.DockerAsync("network", "disconnect", network, silo);
            await Task.Delay(TimeSpan.FromSeconds(15));
            // Back on the network, it reads that it was declared dead, ends and is started anew.
            incident.Allow(Allowance);
            await containers.DockerAsync("network", "connect", network, silo);
            await containers.UntilRestartedAsync(silo, restarts);
            await containers.UntilHealthyAsync(silo);
        }),
        new("the front restarts", async incident =>
        {
            var api = (await containers.OfAsync("api"))[0];
            var down = incident.Allow(TimeSpan.MaxValue);
            await containers.DockerAsync("restart", "-t", "45", api);
            while (!await front.IsReadyAsync())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }

            incident.End(down);
            await containers.UntilHealthyAsync(api);
        }),
        new("a silo restarts", async incident =>
        {
            var silo = (await containers.OfAsync("silo"))[^1];
            await containers.DockerAsync("restart", "-t", "45", silo);
            await containers.UntilHealthyAsync(silo);
        }),
    ];
}

using System.Globalization;

namespace Benchmarks;

/// <summary>
/// How near answers from the cache come to what Kestrel can do at best. Only ratios are judged, each of two turns that followed each other:
/// the same machine does different work from second to second.
/// </summary>
internal sealed class HttpVerb : IVerb
{
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(0.2);

    public string Name => "http";

    public string What => "cached answers and 304s over a bare Kestrel that writes the same bytes: [seconds=120]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var seconds = Report.Number(arguments, 0, 120);
        var (silo, gateway) = (ServerProcess.FreePort(), ServerProcess.FreePort());
        await using var service = await ServerProcess.StartAsync(
            "service", $"--Cluster:SiloPort={silo}", $"--Cluster:GatewayPort={gateway}", "--Providers:openai:MinRefreshSeconds=3600");
        await using var front = await ServerProcess.StartAsync("front", $"--Cluster:GatewayPort={gateway}");

        const string target = "/v1/batches/batch_in_progress_1?provider=openai";
        using var client = new HttpClient(new SocketsHttpHandler());
        // The first answer is a miss and says so; the second is what is served from then on.
        await client.GetStringAsync(new Uri(service.Address, target));
        await client.GetStringAsync(new Uri(front.Address, target));
        using var answer = await client.GetAsync(new Uri(service.Address, target));
        var known = $"If-None-Match: {answer.Headers.ETag}";
        await using var bare = await ServerProcess.StartAsync("bare", new Uri(service.Address, target).ToString());

        using var best = Load("bare", bare, 200);
        using var full = Load("all in one, 200", service, 200);
        using var unchanged = Load("all in one, 304", service, 304, known);
        using var frontFull = Load("front, 200", front, 200);
        using var frontUnchanged = Load("front, 304", front, 304, known);
        KeepAliveLoad[] loads = [best, full, unchanged, frontFull, frontUnchanged];
        await MeasureAsync(loads, seconds);

        Console.WriteLine($"body of {(await answer.Content.ReadAsByteArrayAsync()).Length} bytes, 32 connections, medians of {best.Turns.Count} turns");
        Console.WriteLine($"{"",-18}{"requests/s",12}{"over bare",12}{"processor µs",14}{"over bare",12}");
        foreach (var load in loads)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{load.Name,-18}{Median(load.Turns),12:F0}{Ratio(load, best),12:F2}{load.Microseconds,14:F1}{load.Microseconds / best.Microseconds,12:F2}"));
        }

        return Report.AtLeast("all in one, over bare", Ratio(full, best), 0.85)
            & Report.AtLeast("front, over bare", Ratio(frontFull, best), 0.85)
            & Report.AtLeast("all in one, 304 over 200", Ratio(unchanged, full), 1)
            & Report.AtLeast("front, 304 over 200", Ratio(frontUnchanged, frontFull), 1);

        static KeepAliveLoad Load(string name, ServerProcess server, int status, params string[] headers) =>
            new(name, server, HttpConnection.Request(new Uri(server.Address, target), headers), status);
    }

    private static async Task MeasureAsync(KeepAliveLoad[] loads, int seconds)
    {
        foreach (var load in loads)
        {
            await load.ConnectAsync();
            await load.RunAsync(TimeSpan.FromSeconds(4));
            load.Forget();
        }

        var rounds = Math.Max(1, (int)(seconds / (TurnTime.TotalSeconds * loads.Length)));
        for (var round = 0; round < rounds; round++)
        {
            // Nobody is always the one after somebody else.
            for (var i = 0; i < loads.Length; i++)
            {
                var load = loads[(round + i) % loads.Length];
                await load.RunAsync(TurnTime);
            }
        }
    }

    private static double Ratio(KeepAliveLoad load, KeepAliveLoad other) =>
        Median(load.Turns.Zip(other.Turns, (turn, beside) => turn / beside));

    private static double Median(IEnumerable<double> values) => Report.Percentile([.. values.Order()], 0.5);
}

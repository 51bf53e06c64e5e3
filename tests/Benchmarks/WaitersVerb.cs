using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>
/// Thousands of requests that wait at one front, each for one change of its batch; then callers that never read what they asked for.
/// </summary>
internal sealed class WaitersVerb : IVerb
{
    private const int Batches = 100;
    private const int WaitersOfEach = 50;
    private const int Silent = 200;

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(5) * 0.9;

    // Long enough to fill all that takes answers and requests, up to when they are dropped.
    private static readonly TimeSpan SilentTime = TimeSpan.FromSeconds(25);

    public string Name => "waiters";

    public string What => "5,000 requests waiting on 100 batches at one front, then callers that never read: [seconds=15]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var seconds = Report.Number(arguments, 0, 15);
        var (silo, gateway) = (ServerProcess.FreePort(), ServerProcess.FreePort());
        await using var service = await ServerProcess.StartAsync("service", $"--Cluster:SiloPort={silo}", $"--Cluster:GatewayPort={gateway}");
        await using var front = await ServerProcess.StartAsync("front", $"--Cluster:GatewayPort={gateway}");
        // What the first one's memory has grown to would hide what the silent cost.
        await using var otherFront = await ServerProcess.StartAsync("front", $"--Cluster:GatewayPort={gateway}");
        using var client = new HttpClient(new SocketsHttpHandler());

        return await WaitAsync(client, service, front, TimeSpan.FromSeconds(seconds)) & await NeverReadAsync(client, otherFront);
    }

    private static async Task<bool> WaitAsync(HttpClient client, ServerProcess service, ServerProcess front, TimeSpan time)
    {
        var ids = Enumerable.Range(1, Batches).Select(n => $"batch_in_progress_{n}").ToArray();
        var waiters = new List<(string Id, HttpConnection Connection)>();
        foreach (var id in ids)
        {
            var batch = Batch(front, id);
            using var answer = await client.GetAsync(batch);
            var request = HttpConnection.Request(batch, "Prefer: wait=60", $"If-None-Match: {answer.Headers.ETag}");
            for (var i = 0; i < WaitersOfEach; i++)
            {
                var connection = new HttpConnection();
                await connection.ConnectAsync(front.Address);
                await connection.SendAsync(request);
                waiters.Add((id, connection));
            }
        }

        while (await ActiveRequestsAsync(client, front) < waiters.Count)
        {
            await Task.Delay(100);
        }

        var answers = Task.WhenAll(waiters.Select(waiter => AnswerAsync(waiter.Id, waiter.Connection)));
        var before = Lengths(await CallsAsync(client, service));
        await Task.Delay(time);
        var after = Lengths(await CallsAsync(client, service));
        foreach (var id in ids)
        {
            await ScriptAsync(client, service, id, "finalizing");
        }

        var all = await answers;
        var calls = await CallsAsync(client, service);
        waiters.ForEach(waiter => waiter.Connection.Dispose());

        // Nobody waits for a batch once all have its change: the last call before an answer is the one that saw it.
        double[] delays =
        [
            .. from answer in all
               let look = calls[answer.Id].Last(end => end < answer.At)
               orderby answer.At - look
               select Stopwatch.GetElapsedTime(look, answer.At).TotalMilliseconds,
        ];
        var shortest = calls.Values.Min(ends => ends.Zip(ends.Skip(1), (end, next) => Stopwatch.GetElapsedTime(end, next)).Min());
        var most = ids.Max(id => after[id] - before[id]);
        Report.Line("delay after the look that saw the change", $"p50 {Report.Percentile(delays, 0.5):0} ms, p99 {Report.Percentile(delays, 0.99):0} ms");
        return Report.AtLeast("answered with the new state", all.Count(answer => answer.Status == 200), waiters.Count)
            & Report.AtMost("the longest delay", delays[^1], 1000, " ms")
            & Report.AtLeast("shortest time between calls for one batch", shortest.TotalSeconds, LeastInterval.TotalSeconds, " s")
            & Report.AtMost("most calls for one batch before the change", most, Math.Ceiling(time / LeastInterval))
            & Report.AtMost("the front's memory at its peak", front.PeakMegabytes, 300, " MB");
    }

    // Streams of a final batch end at once, so one connection can ask for thousands without reading the first.
    private static async Task<bool> NeverReadAsync(HttpClient client, ServerProcess front)
    {
        var batch = Batch(front, "batch_completed_1");
        await client.GetStringAsync(batch);
        using (var load = new KeepAliveLoad("warm-up", front, HttpConnection.Request(batch), 200))
        {
            await load.ConnectAsync();
            await load.RunAsync(TimeSpan.FromSeconds(4));
        }

        var request = HttpConnection.Request(batch, "Accept: text/event-stream");
        var requests = Enumerable.Repeat(request, 20_000).SelectMany(bytes => bytes).ToArray();
        var before = front.Megabytes();
        var silent = Enumerable.Range(0, Silent).Select(_ => new HttpConnection(receiveBuffer: 4096)).ToArray();
        var most = 0.0;
        var ends = Task.WhenAll(silent.Select(async connection =>
        {
            await connection.ConnectAsync(front.Address);
            try
            {
                await connection.SendAsync(requests);
            }
            catch (SocketException)
            {
                // Dropped, as it should be.
            }
        }));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < SilentTime; await Task.Delay(200))
        {
            most = Math.Max(most, front.Megabytes() - before);
        }

        await ends;
        foreach (var connection in silent)
        {
            connection.Dispose();
        }

        return Report.AtMost("its memory for each client that never reads", most / Silent * 1024, 512, " KB");
    }

    private static async Task<(string Id, int Status, long At)> AnswerAsync(string id, HttpConnection connection)
    {
        await connection.ReceiveAsync();
        return (id, connection.Status, Stopwatch.GetTimestamp());
    }

    private static Uri Batch(ServerProcess front, string id) => new(front.Address, $"/v1/batches/{id}?provider=openai");

    private static async Task ScriptAsync(HttpClient client, ServerProcess service, string id, string word)
    {
        using var answer = await client.PutAsJsonAsync(new Uri(service.Also!, $"/_simulator/script/openai?id={id}"), new { word });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Dictionary<string, long[]>> CallsAsync(HttpClient client, ServerProcess service) =>
        (await client.GetFromJsonAsync<Dictionary<string, long[]>>(new Uri(service.Also!, CallTimes.Path)))!
            .Where(calls => calls.Key.StartsWith("batch_", StringComparison.Ordinal)).ToDictionary();

    private static Dictionary<string, int> Lengths(Dictionary<string, long[]> calls) => calls.ToDictionary(call => call.Key, call => call.Value.Length);

    private static async Task<double> ActiveRequestsAsync(HttpClient client, ServerProcess front)
    {
        var metrics = await client.GetStringAsync(new Uri(front.Address, "/metrics"));
        return metrics.Split('\n')
            .Where(line => line.StartsWith("http_server_active_requests{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}

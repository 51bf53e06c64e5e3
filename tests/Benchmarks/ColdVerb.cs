using System.Diagnostics;
using System.Net.Http.Headers;
using BatchGrains;

namespace Benchmarks;

/// <summary>What the first read of a batch costs more than asking the provider oneself.</summary>
internal sealed class ColdVerb : IVerb
{
    public string Name => "cold";

    public string What => "added latency of a cold read over calling the provider directly: [reads=2000]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var reads = Report.Number(arguments, 0, 2_000);
        await using var stage = await Stage.StartAsync(["openai"], "Providers:*:RequestsPerSecond=10000");
        using var direct = new HttpClient(new SocketsHttpHandler());
        direct.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sim-openai-key");

        List<double> directly = [], cold = [], added = [], addedOverHttp = [];
        for (var number = 0; number < reads + 500; number++)
        {
            var (id, forHttp) = (stage.Providers.Id("openai", "in_progress", (number * 2) + 1), stage.Providers.Id("openai", "in_progress", (number * 2) + 2));
            var oneself = await TimeAsync(() => direct.GetStringAsync(new Uri(stage.ProviderAddress, $"/openai/v1/batches/{id}")));
            var read = await TimeAsync(async () =>
            {
                var reading = await stage.Reader.ReadAsync(BatchKey.Create(BatchKey.DefaultTenant, "openai", id), BatchReadOptions.Default);
                Debug.Assert(reading.Snapshot is not null);
            });
            var overHttp = await TimeAsync(() => stage.Http.GetStringAsync(new Uri($"/v1/batches/{forHttp}?provider=openai", UriKind.Relative)));
            if (number >= 500)
            {
                directly.Add(oneself);
                cold.Add(read);
                added.Add(read - oneself);
                addedOverHttp.Add(overHttp - oneself);
            }
        }

        Report.Line("the provider directly, median", $"{Median(directly):0.000} ms");
        Report.Line("a cold read, median", $"{Median(cold):0.000} ms");
        Report.Line("added over HTTP (a second request), median", $"{Median(addedOverHttp):0.000} ms");
        return Report.AtMost("added, median", Median(added), 1, " ms");
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var begun = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values) => Report.Percentile([.. values.Order()], 0.5);
}

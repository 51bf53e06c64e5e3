extern alias simulator;

using BatchGrains;

namespace Benchmarks;

/// <summary>
/// Ten thousand pollers of a thousand batches that live and end, with faults at the providers: how many calls that takes, how old the answers
/// are, and whether a fault ever shows.
/// </summary>
internal sealed class LoadVerb : IVerb
{
    private static readonly string[] Providers = ["openai", "anthropic", "gemini", "mistral"];

    // Rate limits are left out: one would rest its account for half a minute, and so make the ratio better and the ages worse.
    private static readonly string[] Faults = ["error500", "error503", "html502", "reset", "truncated", "empty", "slow"];

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    public string Name => "load";

    public string What => "calls per read, ages and errors: [seconds=60] [pollers=10000] [batches=1000] [faults in percent=5]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var (seconds, pollers) = (Report.Number(arguments, 0, 60), Report.Number(arguments, 1, 10_000));
        var (batches, percent) = (Report.Number(arguments, 2, 1_000), Report.Number(arguments, 3, 5));
        await using var stage = await Stage.StartAsync(Providers, "Providers:*:RequestsPerSecond=100", "Providers:*:TimeoutSeconds=10");
        stage.Providers.ShareFaults(percent / 100.0, Faults, seed: 1);

        // Lives from a few seconds up to twice the run, so that half of the batches see their end.
        var random = new Random(2);
        var polled = Enumerable.Range(0, batches)
            .Select(number => (Provider: Providers[number % Providers.Length], Life: 5 + random.Next(seconds * 2), Number: number))
            .Select(batch => new PolledBatch(batch.Provider, stage.Providers.Id(batch.Provider, $"life{batch.Life}", batch.Number)))
            .ToArray();
        foreach (var batch in polled)
        {
            batch.Key = (await stage.Reader.AdmitAsync(BatchKey.DefaultTenant, batch.Provider, batch.Id)).Key!.Value;
        }

        var tally = new ReadTally();
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await Task.WhenAll(Enumerable.Range(0, pollers).Select(number => PollAsync(stage, polled[number % batches], number, tally, over.Token)));

        var calls = stage.Providers.TotalCalls;
        Report.Line("pollers, batches, seconds", $"{pollers:N0}, {batches:N0}, {seconds}; every {Interval.TotalSeconds} s; {percent} % faults ({string.Join(", ", Faults)})");
        Report.Line("reads", $"{tally.Reads:N0} ({tally.Reads / seconds:N0} a second, {100.0 * tally.ReadsOverHttp / tally.Reads:0.#} % over HTTP)");
        Report.Line("provider calls", $"{calls:N0}");
        Report.Line("batches that ended", $"{polled.Count(batch => batch.HasEnded):N0}");
        Report.Line("served stale because of a fault", $"{tally.Stale:N0}");
        Report.Line("errors before the first snapshot", $"{tally.ColdErrors:N0}");
        tally.PrintAges();
        return Report.AtMost("calls per read", (double)calls / tally.Reads, 0.01)
            & Report.AtMost("errors served for batches with a snapshot", tally.Errors, 0);
    }

    private static async Task PollAsync(Stage stage, PolledBatch batch, int number, ReadTally tally, CancellationToken over)
    {
        var overHttp = number % 20 == 0;
        var target = new Uri($"/v1/batches/{Uri.EscapeDataString(batch.Id)}?provider={batch.Provider}", UriKind.Relative);
        try
        {
            // Pollers do not agree on when to begin.
            await Task.Delay(Interval * (number % 100 / 100.0), over);
            var begun = TimeProvider.System.GetTimestamp();
            for (var reads = 1; !over.IsCancellationRequested; reads++)
            {
                if (overHttp)
                {
                    using var response = await stage.Http.GetAsync(target, over);
                    tally.Count(batch, response);
                }
                else
                {
                    tally.Count(batch, await stage.Reader.ReadAsync(batch.Key, BatchReadOptions.Default, over));
                }

                // Whoever is late makes up for it: a slow machine is to make as many reads.
                var pause = (Interval * reads) - TimeProvider.System.GetElapsedTime(begun);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, over);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}

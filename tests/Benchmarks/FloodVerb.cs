using BatchGrains;

namespace Benchmarks;

/// <summary>A flood of made-up ids: whoever sends it must not make the service grow.</summary>
internal sealed class FloodVerb : IVerb
{
    private const int Readers = 500;

    public string Name => "flood";

    public string What => "memory, resident batches and calls under ids that nobody has: [seconds=120]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var seconds = Report.Number(arguments, 0, 120);
        await using var stage = await Stage.StartAsync(["openai"]);
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var flood = new MadeUpReads(stage, over.Token);
        var flooding = Task.WhenAll(Enumerable.Range(0, Readers).Select(flood.AskAsync).Append(flood.LookUpAsync()));

        List<(long Bytes, int Activations)> samples = [];
        var every = TimeSpan.FromSeconds(Math.Max(1, seconds / 12.0));
        Console.WriteLine($"{"seconds",8}{"ids",12}{"live MB",10}{"process MB",12}{"resident",10}{"calls",8}");
        for (var begun = TimeProvider.System.GetTimestamp(); !over.IsCancellationRequested;)
        {
            await Task.Delay(every, over.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            var (bytes, activations) = (Stage.LiveBytes(), await stage.ActivationsAsync());
            samples.Add((bytes, activations));
            Console.WriteLine(FormattableString.Invariant(
                $"{TimeProvider.System.GetElapsedTime(begun).TotalSeconds,8:0}{flood.Ids,12:N0}{bytes / 1e6,10:0.0}{Environment.WorkingSet / 1e6,12:0}{activations,10:N0}{stage.Providers.TotalCalls,8:N0}"));
        }

        await flooding;
        var (middle, last) = (samples[(samples.Count / 3)..(samples.Count * 2 / 3)], samples[(samples.Count * 2 / 3)..]);
        return Report.AtMost("live bytes, last third over middle third", last.Average(at => at.Bytes) / middle.Average(at => at.Bytes), 1.15)
            & Report.AtMost("resident batches, last over middle third", last.Average(at => at.Activations) / middle.Average(at => at.Activations), 1.25)
            & Report.AtMost("calls a second", stage.Providers.TotalCalls / (double)seconds, 5.5);
    }

    private sealed class MadeUpReads(Stage stage, CancellationToken over)
    {
        private long _ids;

        public long Ids => Interlocked.Read(ref _ids);

        /// <summary>Asks for one id after the other, each of which waits for the budget.</summary>
        public async Task AskAsync(int number)
        {
            var random = new Random(number);
            await ReadAsync(() => Next(random), BatchReadOptions.Default, TimeSpan.Zero);
        }

        /// <summary>Asks for what is stored only, which waits for nothing.</summary>
        public async Task LookUpAsync()
        {
            var random = new Random(-1);
            await ReadAsync(() => Next(random), BatchReadOptions.Stored, TimeSpan.FromMilliseconds(1));
        }

        private async Task ReadAsync(Func<BatchKey> next, BatchReadOptions options, TimeSpan pause)
        {
            try
            {
                while (!over.IsCancellationRequested)
                {
                    await stage.Reader.ReadAsync(next(), options, over);
                    Interlocked.Increment(ref _ids);
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

        private static BatchKey Next(Random random) => BatchKey.Create(BatchKey.DefaultTenant, "openai", $"batch_{random.NextInt64():x16}");
    }
}

using BatchGrains;

namespace Benchmarks;

/// <summary>What a batch costs as long as it is in a silo's memory.</summary>
internal sealed class MemoryVerb : IVerb
{
    public string Name => "memory";

    public string What => "bytes for each resident batch: [batches=20000]";

    public async Task<bool> RunAsync(string[] arguments)
    {
        var batches = Report.Number(arguments, 0, 20_000);
        await using var stage = await Stage.StartAsync(["openai"], "Providers:*:RequestsPerSecond=10000");
        // One of each, so that what is made once is made.
        await ReadAsync(stage, -1);
        var bodies = 0L;
        await Parallel.ForAsync(0, batches, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) =>
            Interlocked.Add(ref bodies, await ReadAsync(stage, number)));

        // The simulator's own notes are not the service's memory.
        stage.Providers.Reset();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var resident = await stage.ActivationsAsync();
        var full = Stage.LiveBytes();
        await stage.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        while (await stage.ActivationsAsync() > batches / 1000)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        // What is left is what storage in memory holds, which is somewhere else with another Storage:Mode.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var empty = Stage.LiveBytes();
        Report.Line("resident batches", $"{resident:N0}, their JSON {bodies / batches:N0} bytes each");
        return Report.AtMost("bytes for each resident batch", Math.Round((full - empty) / (double)resident), 4096);
    }

    private static async Task<int> ReadAsync(Stage stage, int number)
    {
        var id = stage.Providers.Id("openai", "in_progress", number + 2);
        var reading = await stage.Reader.ReadAsync(BatchKey.Create(BatchKey.DefaultTenant, "openai", id), BatchReadOptions.Default);
        return reading.Snapshot?.Json.Length ?? throw new InvalidOperationException(reading.Fault?.Message);
    }
}

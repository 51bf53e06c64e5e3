namespace BatchGrains.Tests.Grains;

/// <summary>
/// Random lives of batches: whatever readers, clock, provider and storage do, calls are no more than reads and scheduled looks, one look is in
/// flight at most, versions move forward, a final batch is left alone, and what is served is what the provider said last.
/// </summary>
public sealed class InvariantTests
{
    private const int Lives = 200;
    private const int Steps = 40;

    [Fact]
    public async Task Whatever_happens_the_rules_hold()
    {
        var jitter = new ObservedRandom(42);
        await using var cluster = await GrainCluster.StartAsync(new() { ["Providers:scripted:RequestsPerSecond"] = "10000" }, random: jitter);
        for (var seed = 1; seed <= Lives; seed++)
        {
            var life = new RandomLife(cluster, jitter, seed);
            try
            {
                await life.RunAsync(Steps);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}: {broken.GetType().Name}: {broken.Message}\n{string.Join(" | ", life.Steps)}\n{broken.StackTrace}");
            }
        }
    }
}

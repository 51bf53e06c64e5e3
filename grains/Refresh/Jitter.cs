namespace BatchGrains.Grains.Refresh;

/// <summary>The random part of the schedule.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>A number from -1 to 1.</summary>
    public double Next()
    {
        lock (_lock)
        {
            return (random.NextDouble() * 2) - 1;
        }
    }
}

namespace BatchGrains.Tests.Grains;

/// <summary>The same numbers for the same seed, and word of each that is taken.</summary>
internal sealed class ObservedRandom(int seed) : Random
{
    private readonly Random _numbers = new(seed);

    /// <summary>Is called for each number that is taken.</summary>
    public Action? Taken { get; set; }

    public override double NextDouble()
    {
        Taken?.Invoke();
        return _numbers.NextDouble();
    }
}

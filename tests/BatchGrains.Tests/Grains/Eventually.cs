namespace BatchGrains.Tests.Grains;

/// <summary>Waits for what happens in turns of other tasks, without a clock; the test's own time-out ends a wait in vain.</summary>
internal static class Eventually
{
    public static Task Holds(Func<bool> holds) => HoldsAsync(() => Task.FromResult(holds()));

    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

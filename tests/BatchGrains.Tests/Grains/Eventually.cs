using System.Runtime.CompilerServices;

namespace BatchGrains.Tests.Grains;

/// <summary>Waits until something holds, turn by turn. What does not hold within a minute of real time never will.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);

    public static Task Holds(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string? what = null) =>
        HoldsAsync(() => Task.FromResult(holds()), what);

    public static async Task HoldsAsync(Func<Task<bool>> holds, [CallerArgumentExpression(nameof(holds))] string? what = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Never, $"It never held: {what}");
            await Task.Yield();
        }
    }
}

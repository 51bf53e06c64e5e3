using BatchGrains.Grains.Refresh;

namespace BatchGrains.Tests.Grains.Refresh;

/// <summary>The default schedule, in seconds.</summary>
internal static class Limits
{
    public static RefreshLimits Of(double min = 5, double max = 60, double floor = 0, double notFound = 5, double? recheck = null) => new(
        TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max), TimeSpan.FromSeconds(floor), TimeSpan.FromSeconds(notFound),
        _ => recheck is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
}

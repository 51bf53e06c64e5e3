namespace BatchGrains.Client;

/// <summary>How long to wait before the next try: nothing at first, then 100 ms, doubling to 2 s.</summary>
internal static class BackOff
{
    public static TimeSpan After(int failures) => failures <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(2000, 50 << Math.Min(failures - 1, 6)));
}

using System.Globalization;

namespace Benchmarks;

/// <summary>Lines of figures, the same on every machine.</summary>
internal static class Report
{
    public static void Line(string what, FormattableString figures) =>
        Console.WriteLine($"{what,-44}{figures.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Says whether a figure is within its limit.</summary>
    public static bool AtMost(string what, double figure, double limit, string unit = "") => Judged(what, figure, figure <= limit, "at most", limit, unit);

    /// <summary>Says whether a figure reaches its limit.</summary>
    public static bool AtLeast(string what, double figure, double limit, string unit = "") => Judged(what, figure, figure >= limit, "at least", limit, unit);

    public static int Number(string[] arguments, int position, int fallback) =>
        arguments.Length > position ? int.Parse(arguments[position], CultureInfo.InvariantCulture) : fallback;

    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static bool Judged(string what, double figure, bool holds, string relation, double limit, string unit)
    {
        Line(what, $"{figure:0.####}{unit}, {(holds ? "holds" : "FAILS")}: {relation} {limit:0.####}{unit}");
        return holds;
    }
}

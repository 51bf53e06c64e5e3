using System.Globalization;

namespace Benchmarks;

/// <summary>Lines of figures, the same on every machine.</summary>
internal static class Report
{
    public static void Line(string what, FormattableString figures) =>
        Console.WriteLine($"{what,-44}{figures.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Says whether a figure is within its limit.</summary>
    public static bool AtMost(string what, double figure, double limit, string unit = "")
    {
        var holds = figure <= limit;
        Line(what, $"{figure:0.####}{unit}, {(holds ? "holds" : "FAILS")}: at most {limit:0.####}{unit}");
        return holds;
    }

    public static int Number(string[] arguments, int position, int fallback) =>
        arguments.Length > position ? int.Parse(arguments[position], CultureInfo.InvariantCulture) : fallback;

    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}

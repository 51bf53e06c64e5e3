using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers;

/// <summary>Which regions an id may name: they become part of a host name, so that an id could lead a call, and its credentials, elsewhere.</summary>
internal static class RegionRule
{
    /// <summary>Whether a well-formed region is among the allowed ones, or all are allowed.</summary>
    public static bool Allows(string region, ProviderOptions settings) =>
        settings.AllowedRegions.Count == 0 || settings.AllowedRegions.Contains(region, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule of an id with the regions that are allowed here.</summary>
    public static string Narrowed(string rule, ProviderOptions settings) => $"{rule}, in one of the regions {string.Join(", ", settings.AllowedRegions)}";
}

using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers;

/// <summary>Which regions an id may name: they become part of a host name, so that an id could lead a call, and its credentials, elsewhere.</summary>
internal static class RegionRule
{
    /// <summary>An id that fits the provider's pattern, and whose <c>region</c> in it is among the allowed ones, or all are allowed.</summary>
    public static BatchIdentity Check(string batchId, Regex pattern, string rule, ProviderOptions settings)
    {
        var region = "";
        var identity = BatchIdRule.Check(batchId, pattern, rule, id =>
        {
            region = id.Groups["region"].Value;
            return batchId;
        });
        var allowed = settings.AllowedRegions;
        return identity.Canonical is null || allowed.Count == 0 || allowed.Contains(region, StringComparer.OrdinalIgnoreCase)
            ? identity
            : BatchIdentity.Invalid($"{rule}, in one of the regions {string.Join(", ", allowed)}");
    }
}

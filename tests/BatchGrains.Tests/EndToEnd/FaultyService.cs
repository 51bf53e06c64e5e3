extern alias simulator;

using System.Security.Cryptography;
using System.Text;
using simulator::ProviderSimulator;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>
/// A service with a tenant, and an account at each provider, for each fault: a 429 pauses a whole account, and failures open its circuit, neither
/// of which may answer for the next fault.
/// </summary>
public sealed class FaultyService : Service
{
    internal static string KeyOf(string tenant) => $"key-of-{tenant}";

    protected override IEnumerable<KeyValuePair<string, string>> Settings() =>
    [
        .. Catalog.Values.SelectMany(provider => provider.Faults).Select(fault => fault.Name).Distinct().Select(name => KeyValuePair.Create(
            $"Tenants:{name}:ApiKeySha256:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(name)))))),
        .. Catalog.SelectMany(provider => Settings(provider.Value)
            .Select(setting => KeyValuePair.Create($"Providers:{provider.Key}:{setting.Key}", setting.Value))),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Settings(CatalogEntry provider) =>
    [
        .. provider.Settings.Where(setting => !setting.Key.StartsWith("Accounts:", StringComparison.Ordinal)),
        .. provider.Faults.SelectMany((fault, number) => provider.Settings
            .Where(setting => setting.Key.StartsWith("Accounts:0:", StringComparison.Ordinal))
            .Append(new("Accounts:0:Name", fault.Name))
            .Append(new("Accounts:0:Tenants:0", fault.Name))
            .Select(setting => KeyValuePair.Create(setting.Key.Replace(":0:", $":{number}:", StringComparison.Ordinal), setting.Value))),
    ];
}

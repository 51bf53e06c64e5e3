using System.Globalization;

namespace BatchGrains.Api.Authentication;

/// <summary>
/// Reads <c>Tenants:{name}</c>. Not by the binder: its messages repeat the value, which may be a key that someone forgot to hash, and
/// bound as a dictionary, a tenant with a value that can't be read would be left out without a word.
/// </summary>
internal static class TenantSection
{
    public static TenantOptions Read(IConfigurationSection section)
    {
        var tenant = new TenantOptions();
        foreach (var setting in section.GetChildren())
        {
            switch (setting.Key.ToUpperInvariant())
            {
                case "APIKEYSHA256":
                    ReadList(setting, tenant.ApiKeySha256);
                    break;
                case "PROVIDERS":
                    ReadList(setting, tenant.Providers);
                    break;
                case "REQUESTSPERMINUTE":
                    tenant.RequestsPerMinute = ReadNumber(setting);
                    break;
                default:
                    throw Wrong(setting, "is no setting of a tenant: those are ApiKeySha256, Providers and RequestsPerMinute");
            }
        }

        return tenant;
    }

    private static void ReadList(IConfigurationSection setting, IList<string> list)
    {
        // An empty list in JSON is an empty text.
        if (setting.Value is { Length: > 0 })
        {
            throw Wrong(setting, $"must be a list: set {setting.Path}:0");
        }

        foreach (var entry in setting.GetChildren())
        {
            list.Add(entry.Value ?? throw Wrong(entry, "must be a text"));
        }
    }

    private static int? ReadNumber(IConfigurationSection setting) =>
        setting.Value is "" ? null
        : int.TryParse(setting.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(setting, "must be a whole number");

    private static InvalidOperationException Wrong(IConfigurationSection setting, string why) => new($"{setting.Path} {why}.");
}

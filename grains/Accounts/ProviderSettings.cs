using Microsoft.Extensions.Configuration;

namespace BatchGrains.Grains.Accounts;

/// <summary>Reads <c>Providers:{name}</c>, and refuses what no setting is called.</summary>
internal static class ProviderSettings
{
    public static void Bind(IConfigurationSection section, ProviderOptions options)
    {
        foreach (var account in section.GetSection(nameof(ProviderOptions.Accounts)).GetChildren())
        {
            // Only to tell a mistake by its account: the binder names no more than the type.
            Read(account, new AccountOptions());
        }

        Read(section, options);
    }

    private static void Read(IConfigurationSection section, object options)
    {
        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException mistake)
        {
            throw new InvalidOperationException($"{section.Path} can't be read: {WithoutValues(mistake.Message, section)}");
        }
    }

    // The binder quotes the value that it could not read, which may be a key that someone set one name too early.
    private static string WithoutValues(string message, IConfigurationSection section) => section.AsEnumerable()
        .Select(setting => setting.Value)
        .Where(value => !string.IsNullOrEmpty(value))
        .Aggregate(message, (text, value) => text.Replace($"'{value}'", "'…'", StringComparison.Ordinal));
}

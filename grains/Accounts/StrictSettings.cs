using Microsoft.Extensions.Configuration;

namespace BatchGrains.Grains.Accounts;

/// <summary>Reads a section of the settings, and refuses what no setting is called: a misspelt name would be the default without a word.</summary>
internal static class StrictSettings
{
    public static void Read(IConfigurationSection section, object options)
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

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains.Accounts;

/// <summary>Reads <c>Providers:{name}</c>, whichever provider is asked for.</summary>
internal sealed class ProviderSection(IConfiguration configuration) : IConfigureNamedOptions<ProviderOptions>
{
    public void Configure(string? name, ProviderOptions options)
    {
        var section = configuration.GetSection($"{ProviderOptions.SectionName}:{name}");
        foreach (var account in section.GetSection(nameof(ProviderOptions.Accounts)).GetChildren())
        {
            // Only to tell a mistake by its account: the binder names no more than the type.
            StrictSettings.Read(account, new AccountOptions());
        }

        StrictSettings.Read(section, options);
    }

    public void Configure(ProviderOptions options) => Configure(Options.DefaultName, options);
}

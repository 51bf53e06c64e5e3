using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains.Accounts;

/// <summary>Which accounts a tenant may use at a provider, in the order in which they are asked.</summary>
internal sealed class AccountBook(IOptionsMonitor<ProviderOptions> options, AccountEnvironment environment)
{
    /// <summary>What is set for a provider.</summary>
    public ProviderOptions Settings(IBatchProvider provider) => options.Get(provider.Name);

    /// <summary>
    /// The tenant's accounts. With none configured, the provider's customary environment variables make one that serves all tenants;
    /// a provider that needs no credentials has one without any.
    /// </summary>
    public IReadOnlyList<ProviderAccount> AccountsOf(string tenant, IBatchProvider provider)
    {
        var settings = Settings(provider);
        if (settings.Accounts.Count > 0)
        {
            return [.. settings.Accounts
                .Select((account, number) => (account, name: Name(account, number)))
                .Where(entry => Serves(entry.account, tenant))
                .Select(entry => new ProviderAccount(provider.Name, entry.name, settings, entry.account))];
        }

        if (provider.AccountFromEnvironment(environment.Variable) is { } customary)
        {
            return [new ProviderAccount(provider.Name, BatchKey.DefaultTenant, settings, customary)];
        }

        return provider.WhyNot(settings, null) is null
            ? [new ProviderAccount(provider.Name, BatchKey.DefaultTenant, settings, new AccountOptions())]
            : [];
    }

    private static string Name(AccountOptions account, int number) =>
        string.IsNullOrWhiteSpace(account.Name) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : account.Name;

    private static bool Serves(AccountOptions account, string tenant) => account.Tenants.Count == 0 || account.Tenants.Contains(tenant);
}

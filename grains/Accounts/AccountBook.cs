using BatchGrains.Grains.Providers;

namespace BatchGrains.Grains.Accounts;

/// <summary>Which accounts a tenant may use at a provider, in the order in which they are asked.</summary>
internal sealed class AccountBook(ProviderSettings settings, AccountEnvironment environment)
{
    // What the one account is called that nobody configured.
    private const string UnnamedAccount = "default";

    /// <summary>What is set for a provider.</summary>
    public ProviderOptions Settings(IBatchProvider provider) => Settings(provider.Name);

    /// <summary>What is set for a provider.</summary>
    public ProviderOptions Settings(string provider) => settings.Of(provider);

    /// <summary>
    /// The tenant's accounts. With none configured, the provider's customary environment variables make one that serves all tenants;
    /// a provider that needs no credentials has one without any.
    /// </summary>
    public IReadOnlyList<ProviderAccount> AccountsOf(string tenant, IBatchProvider provider)
    {
        var set = Settings(provider);
        if (set.Accounts.Count > 0)
        {
            ProviderAccount[] serving = [.. set.Accounts
                .Select((account, number) => (account, name: NameOf(account, number)))
                .Where(entry => Serves(entry.account, tenant))
                .Select(entry => new ProviderAccount(provider.Name, entry.name, set, entry.account))];
            // One whose key is missing would answer for those that are whole.
            ProviderAccount[] whole = [.. serving.Where(account => provider.WhyNot(set, account.Credentials) is null)];
            return whole.Length > 0 ? whole : serving;
        }

        var variables = environment.Read();
        var customary = provider.AccountFromEnvironment(variables);
        var account = new ProviderAccount(provider.Name, UnnamedAccount, set, customary ?? new AccountOptions());
        if (customary is null && provider.WhyNot(set, null) is null)
        {
            // It needs no variable, so none can be wrong.
            return [account];
        }

        return variables.Mistake is { } mistake ? [account with { Fault = Malformed(provider, mistake) }]
            : customary is null ? []
            : [account];
    }

    /// <summary>What an account is called: its name, or else its number.</summary>
    public static string NameOf(AccountOptions account, int number) =>
        string.IsNullOrWhiteSpace(account.Name) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : account.Name;

    private static BatchFault Malformed(IBatchProvider provider, string mistake) => new()
    {
        Code = BatchFaultCode.ProviderNotConfigured,
        Message = $"{provider.Name} is not configured for this tenant: {mistake}.",
    };

    private static bool Serves(AccountOptions account, string tenant) => account.Tenants.Count == 0 || account.Tenants.Contains(tenant);
}

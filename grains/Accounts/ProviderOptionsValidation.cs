using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains.Accounts;

/// <summary>Finds at start what would otherwise show as a strange fault much later; each message names the setting.</summary>
internal sealed class ProviderOptionsValidation(ProviderCatalog catalog) : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        var problems = Problems(name ?? "", options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(string name, ProviderOptions options)
    {
        if (catalog.Find(name) is null)
        {
            yield return $"Providers:{name}: {catalog.Unknown(name).Message}";
        }

        if (options.BaseUrl is { } address && !HttpAddress.IsValid(address))
        {
            yield return $"Providers:{name}:BaseUrl {HttpAddress.Rule}.";
        }

        if (options.RequestsPerSecond is not (>= 0.01 and <= 10_000))
        {
            yield return $"Providers:{name}:RequestsPerSecond must be from 0.01 to 10000.";
        }

        if (options.MinRefreshSeconds is not (null or (>= 0 and <= 86_400)))
        {
            yield return $"Providers:{name}:MinRefreshSeconds must be from 0 to 86400.";
        }

        // A look ends after 50 seconds in any case.
        if (options.TimeoutSeconds is not (>= 0.1 and <= 45))
        {
            yield return $"Providers:{name}:TimeoutSeconds must be from 0.1 to 45.";
        }

        // Budgets, pauses and what a batch is bound to go by the name.
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < options.Accounts.Count; number++)
        {
            var account = options.Accounts[number];
            if (account.Endpoint is { } endpoint && !HttpAddress.IsValid(endpoint))
            {
                yield return $"Providers:{name}:Accounts:{number}:Endpoint {HttpAddress.Rule}.";
            }

            foreach (var (setting, _) in Credentials(account).Where(credential => credential.Value is { } text && !CredentialText.IsValid(text)))
            {
                yield return $"Providers:{name}:Accounts:{number}:{setting} {CredentialText.Rule}.";
            }

            if (AccountBook.NameOf(account, number) is var called && !names.Add(called))
            {
                yield return $"Providers:{name}:Accounts:{number}:Name '{called}' is another account's already (an account without a name is called by its number).";
            }

            foreach (var tenant in account.Tenants.Where(tenant => !BatchKey.IsTenant(tenant)))
            {
                yield return $"Providers:{name}:Accounts:{number}:Tenants: '{tenant}' is not 1 to 64 letters, digits, '_' or '-'.";
            }
        }
    }

    private static IEnumerable<(string Setting, string? Value)> Credentials(AccountOptions account) =>
    [
        (nameof(account.ApiKey), account.ApiKey),
        (nameof(account.AccessKeyId), account.AccessKeyId),
        (nameof(account.SecretAccessKey), account.SecretAccessKey),
        (nameof(account.SessionToken), account.SessionToken),
        (nameof(account.Organization), account.Organization),
        (nameof(account.Project), account.Project),
    ];
}

using BatchGrains.Api.Authentication;
using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Options;

namespace BatchGrains.Silo;

/// <summary>Refuses a tenant's right to a provider that there is not. Only a silo knows which there are.</summary>
internal sealed class TenantProvidersValidation(ProviderCatalog catalog) : IValidateOptions<CallerOptions>
{
    public ValidateOptionsResult Validate(string? name, CallerOptions options)
    {
        string[] problems = [.. options.Tenants.SelectMany(tenant => tenant.Value.Providers
            .Index()
            .Where(provider => !string.IsNullOrWhiteSpace(provider.Item) && catalog.Find(provider.Item.Trim().ToLowerInvariant()) is null)
            .Select(provider => $"Tenants:{tenant.Key}:Providers:{provider.Index}: {catalog.Unknown(provider.Item.Trim()).Message}"))];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

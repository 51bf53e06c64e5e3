using Microsoft.Extensions.Options;

namespace BatchGrains.Api.Authentication;

/// <summary>Refuses settings that can't be meant, and names each.</summary>
internal sealed class CallerOptionsValidator : IValidateOptions<CallerOptions>
{
    public ValidateOptionsResult Validate(string? name, CallerOptions options)
    {
        List<string> failures = [];
        if (!Enum.IsDefined(options.Mode))
        {
            failures.Add("Auth:Mode must be ApiKey or None.");
        }

        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (tenant, settings) in options.Tenants)
        {
            if (!BatchKey.IsTenant(tenant))
            {
                failures.Add($"Tenants:{tenant}: a tenant's name is 1 to 64 of A-Z a-z 0-9 _ -.");
            }

            if (settings.ApiKeySha256.Count == 0 && options.Mode is AuthMode.ApiKey)
            {
                failures.Add($"Tenants:{tenant}:ApiKeySha256 has no key, so nobody can be this tenant.");
            }

            if (settings.RequestsPerMinute < 1)
            {
                failures.Add($"Tenants:{tenant}:RequestsPerMinute must be at least 1. Leave it out for no limit.");
            }

            for (var i = 0; i < settings.ApiKeySha256.Count; i++)
            {
                CheckKey($"Tenants:{tenant}:ApiKeySha256:{i}", settings.ApiKeySha256[i].Trim());
            }

            for (var i = 0; i < settings.Providers.Count; i++)
            {
                if (string.IsNullOrWhiteSpace(settings.Providers[i]))
                {
                    failures.Add($"Tenants:{tenant}:Providers:{i} is empty.");
                }
            }
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

        void CheckKey(string setting, string hash)
        {
            // The value is not repeated: it may be a key that someone forgot to hash.
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            {
                failures.Add($"{setting} must be the SHA-256 of the key, 64 hexadecimal digits: printf %s \"$KEY\" | sha256sum.");
            }
            else if (!owners.TryAdd(hash, setting))
            {
                failures.Add($"{setting} is the same key as {owners[hash]}.");
            }
        }
    }
}

using System.Collections.Concurrent;
using Azure.Core;
using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>Microsoft Entra tokens from the default chain (environment, workload identity, managed identity, a developer's sign-in), one a scope.</summary>
internal sealed class EntraTokens(TokenCredential credential, TimeProvider time)
{
    private readonly CredentialSource _source = new(
        "Microsoft Entra", "check AZURE_TENANT_ID, AZURE_CLIENT_ID and their like, or the managed identity and its role.", time);

    private readonly ConcurrentDictionary<string, SharedToken> _tokens = new(StringComparer.Ordinal);

    public ValueTask<Acquired<string>> GetAsync(ProviderAccount account, string scope, CancellationToken cancellationToken)
    {
        var token = _tokens.GetOrAdd(scope, name => new SharedToken(
            cancel => credential.GetTokenAsync(new TokenRequestContext([name]), cancel).AsTask(), time));
        return _source.AcquireAsync(account, token.GetAsync, cancellationToken);
    }
}

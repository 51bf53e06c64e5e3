using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>
/// AWS credentials: an account's own keys as they are, otherwise the default chain (environment, profiles with assumed roles, web identity,
/// container, instance). The library keeps temporary ones until shortly before they expire and lets one refresh serve all.
/// </summary>
internal sealed class AwsCredentials(TimeProvider time) : IDisposable
{
    private readonly CredentialSource _source = new(
        "The AWS credential chain",
        "check Providers:bedrock:Accounts:0:AccessKeyId and SecretAccessKey, or AWS_ACCESS_KEY_ID, AWS_PROFILE and their like, or the role.", time);

    // Its constructor does nothing; the search begins with the first question.
    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();

    public ValueTask<Acquired<ImmutableCredentials>> GetAsync(ProviderAccount account, CancellationToken cancellationToken) =>
        account.Credentials is { AccessKeyId: { Length: > 0 } id, SecretAccessKey: { Length: > 0 } secret, SessionToken: var session }
            ? ValueTask.FromResult(Acquired<ImmutableCredentials>.Of(
                new ImmutableCredentials(id.Trim(), secret.Trim(), string.IsNullOrWhiteSpace(session) ? null : session.Trim())))
            // The chain reads files and may wait for a metadata server without yielding: not on a grain's thread.
            : _source.AcquireAsync(account, cancel => Task.Run(() => FromChainAsync(cancel), cancel), cancellationToken);

    private async Task<ImmutableCredentials> FromChainAsync(CancellationToken cancellationToken) =>
        await (await _chain.ResolveIdentityAsync(null, cancellationToken)).GetCredentialsAsync();

    public void Dispose() => _chain.Dispose();
}

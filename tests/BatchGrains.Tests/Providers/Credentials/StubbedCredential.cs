using Azure.Core;

namespace BatchGrains.Tests.Providers.Credentials;

/// <summary>Gives Entra tokens as a test wants them, and counts.</summary>
internal sealed class StubbedCredential(Func<TokenRequestContext, Task<AccessToken>> give) : TokenCredential
{
    private int _asked;

    public int Asked => _asked;

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return await give(requestContext);
    }
}

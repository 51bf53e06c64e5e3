using System.Collections.Concurrent;
using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Reading;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>
/// Google access tokens, from a credentials file (a service account's key, or any other kind that Google's library reads) or the default chain.
/// The library keeps each token until shortly before it expires and lets one refresh serve all.
/// </summary>
internal sealed class GoogleTokens(IHttpMessageHandlerFactory handlers, TimeProvider time)
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly CredentialSource _source = new(
        "Google's token service", "check Providers:vertex:Accounts:0:CredentialsFile or GOOGLE_APPLICATION_CREDENTIALS, and the service account.", time);

    // "" is the default chain.
    private readonly ConcurrentDictionary<string, Lazy<Task<ITokenAccess>>> _credentials = new(StringComparer.Ordinal);

    public ValueTask<Acquired<string>> GetAsync(ProviderAccount account, CancellationToken cancellationToken) =>
        _source.AcquireAsync(account, cancel => TokenAsync(account.Credentials.CredentialsFile ?? "", cancel), cancellationToken);

    private async Task<string> TokenAsync(string file, CancellationToken cancellationToken)
    {
        // Reading a file, and the chain's search for a metadata server, belong to no caller and not on a grain's thread.
        var loading = _credentials.GetOrAdd(file, name => new Lazy<Task<ITokenAccess>>(() => Task.Run(() => LoadAsync(name), CancellationToken.None)));
        try
        {
            return await (await loading.Value.WaitAsync(cancellationToken)).GetAccessTokenForRequestAsync(null, cancellationToken);
        }
        catch when (loading.Value.IsFaulted)
        {
            _credentials.TryRemove(KeyValuePair.Create(file, loading));
            throw;
        }
    }

    private async Task<ITokenAccess> LoadAsync(string file)
    {
        var credential = file.Length == 0 ? await GoogleCredential.GetApplicationDefaultAsync() : await ReadAsync(file);
        return credential.CreateWithHttpClientFactory(new HttpClientFromMessageHandlerFactory(_ =>
                new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(
                    handlers.CreateHandler(CloudCredentials.HttpClientName), performsAutomaticDecompression: false, handlesRedirect: false)))
            .CreateScoped(Scope);
    }

    private static async Task<GoogleCredential> ReadAsync(string file)
    {
        var json = await File.ReadAllTextAsync(file);
        using var document = JsonDocument.Parse(json);
        return CredentialFactory.FromJson(json, document.RootElement.Text("type"));
    }
}

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
    private readonly ConcurrentDictionary<string, Loaded> _credentials = new(StringComparer.Ordinal);

    public ValueTask<Acquired<string>> GetAsync(ProviderAccount account, CancellationToken cancellationToken) =>
        // Reading files, and the chain's search for a metadata server, do not belong on a grain's thread.
        _source.AcquireAsync(
            account, cancel => Task.Run(() => TokenAsync(account.Credentials.CredentialsFile ?? "", cancel), cancel), cancellationToken);

    private async Task<string> TokenAsync(string file, CancellationToken cancellationToken)
    {
        var written = WrittenAt(file);
        var loaded = _credentials.AddOrUpdate(file, _ => Load(file, written), (_, last) => last.Written == written ? last : Load(file, written));
        try
        {
            return await (await loaded.Access.Value.WaitAsync(cancellationToken)).GetAccessTokenForRequestAsync(null, cancellationToken);
        }
        catch when (loaded.Access.Value.IsFaulted)
        {
            _credentials.TryRemove(KeyValuePair.Create(file, loaded));
            throw;
        }
    }

    // A mounted Secret is a link through a link to a directory, which is what a rotation replaces: its own time never changes.
    private static DateTime WrittenAt(string file) =>
        file.Length == 0 ? default : (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)).LastWriteTimeUtc;

    // Belongs to no caller: whoever goes away does not end it for the others.
    private Loaded Load(string file, DateTime written) => new(written, new Lazy<Task<ITokenAccess>>(() => LoadAsync(file)));

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

    /// <summary>What a file held when it was last written.</summary>
    private sealed record Loaded(DateTime Written, Lazy<Task<ITokenAccess>> Access);
}

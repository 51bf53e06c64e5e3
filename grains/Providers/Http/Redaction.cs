using System.Text;
using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>Takes our own credentials out of an error body before anything is read from it: some providers quote the key that they refuse.</summary>
internal static class Redaction
{
    // Shorter texts are no secrets, and would be found in ordinary words.
    private const int Shortest = 8;

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body, AccountOptions credentials)
    {
        foreach (var secret in (ReadOnlySpan<string?>)[credentials.ApiKey, credentials.SecretAccessKey, credentials.SessionToken])
        {
            if (secret?.Trim() is { Length: >= Shortest } text && body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(text, "***", StringComparison.Ordinal));
            }
        }

        return body;
    }
}

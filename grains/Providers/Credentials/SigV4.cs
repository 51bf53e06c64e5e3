using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>
/// AWS Signature Version 4 for a GET: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
/// </summary>
/// <remarks>
/// AWSSDK.Core derives the key, signs and writes the header. Its own way from a request to the canonical request needs a generated service
/// client and the machine's clock, so that step is done here.
/// </remarks>
internal static class SigV4
{
    private static readonly string EmptyPayload = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>The headers to add to a GET without a body, <c>Authorization</c> among them.</summary>
    /// <param name="address">Where the request goes, escaped as it is sent.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region that the signature is for.</param>
    /// <param name="service">The service's name in signatures, such as <c>bedrock</c>.</param>
    /// <param name="at">The time of the request.</param>
    /// <param name="signed">Other headers of the request to sign, by their names in lower case.</param>
    public static IReadOnlyDictionary<string, string> Headers(
        Uri address, ImmutableCredentials credentials, string region, string service, DateTimeOffset at,
        params ReadOnlySpan<KeyValuePair<string, string>> signed)
    {
        var added = new Dictionary<string, string> { ["x-amz-date"] = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) };
        if (credentials.UseToken)
        {
            added["x-amz-security-token"] = credentials.Token;
        }

        var headers = new SortedDictionary<string, string>(added, StringComparer.Ordinal) { ["host"] = address.Authority };
        foreach (var header in signed)
        {
            headers[header.Key] = header.Value.Trim();
        }

        var names = string.Join(';', headers.Keys);
        var canonical = new StringBuilder("GET\n")
            .Append(CanonicalPath(address)).Append('\n')
            .Append(CanonicalQuery(address)).Append('\n')
            .AppendJoin("", headers.Select(header => $"{header.Key}:{header.Value}\n")).Append('\n')
            .Append(names).Append('\n')
            .Append(EmptyPayload)
            .ToString();
        added["Authorization"] = AWS4Signer.ComputeSignature(credentials, region, at.UtcDateTime, service, names, canonical).ForAuthorizationHeader;
        return added;
    }

    // Every service but S3 escapes the path as it is sent once more: "%3A" is signed as "%253A".
    private static string CanonicalPath(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Uri address) => string.Join('&', address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
        .Order(StringComparer.Ordinal));
}

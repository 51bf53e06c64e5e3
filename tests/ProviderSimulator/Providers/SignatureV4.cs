using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ProviderSimulator.Providers;

/// <summary>An AWS4-HMAC-SHA256 Authorization header, recomputed from the request as it stood on the wire.</summary>
internal sealed partial record SignatureV4(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static SignatureV4? Parse(string authorization)
    {
        var match = Pattern().Match(authorization);
        if (!match.Success) return null;
        string Part(string name) => match.Groups[name].Value;
        return new(Part("key"), Part("date"), Part("region"), Part("service"), Part("headers").Split(';'), Part("signature"));
    }

    /// <summary>What is wrong with the signature; null when nothing is.</summary>
    public string? Complaint(SimulatedRequest request, string secret, string region, string service, TimeProvider time)
    {
        if (request.Header("X-Amz-Date") is not { } stamp || !TryReadTime(stamp, out var signedAt))
            return "Date must be in ISO-8601 'basic format'.";
        if (Region != region) return $"Credential should be scoped to a valid region, not '{Region}'.";
        if (Service != service) return $"Credential should be scoped to correct service: '{service}'.";
        if (!stamp.StartsWith(Date, StringComparison.Ordinal))
            return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.";
        if (!SignedHeaders.Contains("host") || !SignedHeaders.Contains("x-amz-date")) return "'Host' and 'X-Amz-Date' must be signed.";
        if (request.Header("X-Amz-Security-Token") is not null && !SignedHeaders.Contains("x-amz-security-token"))
            return "'X-Amz-Security-Token' must be signed.";
        // AWS's own SDK signs by the machine's clock whatever clock a test gives us.
        if (Far(time.GetUtcNow(), signedAt) && Far(TimeProvider.System.GetUtcNow(), signedAt))
            return $"Signature expired: {stamp} is too far from now.";

        var scope = $"{Date}/{Region}/{Service}/aws4_request";
        var toSign = $"{Algorithm}\n{stamp}\n{scope}\n{Hash(CanonicalRequest(request))}";
        var key = Keyed(Keyed(Keyed(Keyed(Encoding.UTF8.GetBytes("AWS4" + secret), Date), Region), Service), "aws4_request");
        return Signature == Convert.ToHexStringLower(Keyed(key, toSign))
            ? null
            : "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.";
    }

    private string CanonicalRequest(SimulatedRequest request)
    {
        // The path on the wire is escaped already and is escaped once more, as for every service but S3.
        var path = Escape(SimulatedRequest.RawPath(request.Http), keepSlashes: true);
        var query = string.Join('&', request.Http.Request.Query
            .SelectMany(pair => pair.Value, (pair, value) => $"{Escape(pair.Key)}={Escape(value ?? "")}")
            .Order(StringComparer.Ordinal));
        var headers = string.Concat(SignedHeaders.Select(name => $"{name}:{Spaces().Replace(request.Header(name) ?? "", " ").Trim()}\n"));
        return $"GET\n{path}\n{query}\n{headers}\n{string.Join(';', SignedHeaders)}\n{Hash("")}";
    }

    private static string Escape(string text, bool keepSlashes = false)
        => keepSlashes ? string.Join('/', text.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(text);

    private static bool TryReadTime(string stamp, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static bool Far(DateTimeOffset now, DateTimeOffset then) => (now - then).Duration() > Skew;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Keyed(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<date>[0-9]{8})/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, ?"
        + "SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Pattern();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}

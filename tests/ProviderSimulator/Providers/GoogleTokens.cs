using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProviderSimulator.Providers;

/// <summary>Google's OAuth for service accounts: a key pair of its own, the key file, and access tokens for signed assertions.</summary>
internal sealed class GoogleTokens(TimeProvider time) : IDisposable
{
    private const string Account = "batchgrains@sim-project.iam.gserviceaccount.com";
    // Google documents one audience for all, and its .NET library signs for it whatever the key file's token_uri.
    private const string Audience = "https://oauth2.googleapis.com/token";
    private const string KeyId = "sim-key-1";
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static readonly string[] Scopes =
        ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/cloud-platform.read-only"];

    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));
    private readonly ConcurrentDictionary<string, Lazy<string>> _files = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();
    private int _issued;

    /// <summary>The path of a service account's key file that points at that token endpoint; written when first asked for.</summary>
    public string KeyFile(string tokenUri) => _files.GetOrAdd(tokenUri, uri => new(() => Write(uri))).Value;

    public bool Knows(string? token) => token is not null && _tokens.TryGetValue(token, out var expiry) && time.GetUtcNow() < expiry;

    public async Task<Reply> IssueAsync(SimulatedRequest request, string tokenUri)
    {
        if (!request.Http.Request.HasFormContentType) return Refusal("invalid_request", "Could not parse the request body.");
        var form = await request.Http.Request.ReadFormAsync(request.Http.RequestAborted);
        if (form["grant_type"] != Grant) return Refusal("unsupported_grant_type", "Invalid grant_type: " + form["grant_type"]);
        if (Complaint(form["assertion"].ToString(), tokenUri) is { } complaint) return Refusal("invalid_grant", complaint);

        var token = string.Create(CultureInfo.InvariantCulture, $"ya29.sim-{Interlocked.Increment(ref _issued)}");
        _tokens[token] = time.GetUtcNow().AddSeconds(3599);
        return Reply.Json(200, new JsonObject { ["access_token"] = token, ["expires_in"] = 3599, ["token_type"] = "Bearer" });
    }

    public void Dispose()
    {
        foreach (var file in _files.Values.Where(file => file.IsValueCreated)) File.Delete(file.Value);
        if (_key.IsValueCreated) _key.Value.Dispose();
    }

    private string? Complaint(string assertion, string tokenUri)
    {
        if (assertion.Split('.') is not [var header, var claims, var signature]) return "Invalid JWT: it must have three parts.";
        try
        {
            if (Read(header) is not { } head || Text(head, "alg") != "RS256" || Text(head, "typ") is not (null or "JWT"))
                return "Invalid JWT header.";
            if (Text(head, "kid") is not (null or KeyId)) return "Invalid JWT: unknown kid.";
            if (!_key.Value.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                return "Invalid JWT Signature.";
            return Read(claims) is { } body ? ClaimsComplaint(body, tokenUri) : "Invalid JWT.";
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return "Invalid JWT: it could not be parsed.";
        }
    }

    private string? ClaimsComplaint(JsonObject claims, string tokenUri)
    {
        if (Text(claims, "iss") != Account) return "Invalid grant: account not found";
        if (Text(claims, "aud") is var audience && audience != tokenUri && audience != Audience)
            return "Invalid JWT: Failed audience check. The right audience is " + tokenUri;
        if (!(Text(claims, "scope") ?? "").Split(' ').Intersect(Scopes).Any()) return "Invalid OAuth scope or ID token audience provided.";
        var (from, to) = ((long?)claims["iat"] ?? 0, (long?)claims["exp"] ?? 0);
        // Google's own library signs by the machine's clock whatever clock a test gives us.
        return to - from is > 0 and <= 3600 && (Within(from, to, time) || Within(from, to, TimeProvider.System))
            ? null
            : "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
    }

    private string Write(string tokenUri)
    {
        var path = Path.Combine(Path.GetTempPath(), $"simulated-vertex-{Guid.NewGuid():n}.json");
        File.WriteAllText(path, new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = VertexSimulation.Project,
            ["private_key_id"] = KeyId,
            ["private_key"] = _key.Value.ExportPkcs8PrivateKeyPem() + "\n",
            ["client_email"] = Account,
            ["client_id"] = "100000000000000000001",
            ["token_uri"] = tokenUri,
            ["universe_domain"] = "googleapis.com",
        }.ToJsonString());
        return path;
    }

    private static bool Within(long from, long to, TimeProvider clock)
        => clock.GetUtcNow().ToUnixTimeSeconds() is var now && now >= from - 300 && now < to;

    private static JsonObject? Read(string part) => JsonNode.Parse(Base64Url(part)) as JsonObject;

    private static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>();

    private static byte[] Base64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static Reply Refusal(string error, string description)
        => Reply.Json(400, new JsonObject { ["error"] = error, ["error_description"] = description });
}

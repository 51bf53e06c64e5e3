using BatchGrains.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace BatchGrains.Api.Batches;

/// <summary>
/// What a request target asks for. It is read from the raw target, and the id is decoded exactly once: the router can't tell <c>%2F</c>
/// from <c>%252F</c>, and has dots resolved before it sees them.
/// </summary>
internal sealed record BatchTarget
{
    public const string Prefix = "/v1/batches/";

    private BatchTarget()
    {
    }

    public string BatchId { get; private init; } = "";

    /// <summary>The provider's name, trimmed and in lower case.</summary>
    public string Provider { get; private init; } = "";

    public bool WantsRaw { get; private init; }

    public TimeSpan? Wait { get; private init; }

    /// <summary>Why the target can't be asked for.</summary>
    public ApiError? Error { get; private init; }

    public static bool IsUnderPrefix(string rawTarget) => rawTarget.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static BatchTarget Parse(string rawTarget)
    {
        var target = OriginForm(rawTarget);
        var question = target.IndexOf('?');
        var path = question < 0 ? target : target[..question];
        if (!TryReadId(path, out var encodedId))
        {
            return Wrong(ApiErrorCode.NotFound, "There is nothing here: see /docs.", null);
        }

        var result = ReadQuery(question < 0 ? "" : target[question..].ToString());
        return result.Error is not null ? result
            : PercentEncoding.TryDecode(encodedId, out var id) ? result with { BatchId = id }
            : Wrong(ApiErrorCode.InvalidRequest, "The batch id is not valid percent-encoding of UTF-8.", "batch_id");
    }

    // A proxy may send the absolute form, http://host/v1/batches/…
    private static ReadOnlySpan<char> OriginForm(ReadOnlySpan<char> target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var rest = authority < 0 ? [] : target[(authority + 3)..];
        var path = rest.IndexOf('/');
        return path < 0 ? [] : rest[path..];
    }

    private static bool TryReadId(ReadOnlySpan<char> path, out ReadOnlySpan<char> id)
    {
        id = path.Length > Prefix.Length ? path[Prefix.Length..] : [];
        if (path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // The letters of the prefix may be encoded, too.
        var slashes = 0;
        var end = 0;
        while (end < path.Length && (path[end] != '/' || ++slashes < 3))
        {
            end++;
        }

        id = end < path.Length ? path[(end + 1)..] : [];
        return end < path.Length && PercentEncoding.TryDecode(path[..(end + 1)], out var prefix)
            && prefix.Equals(Prefix, StringComparison.OrdinalIgnoreCase);
    }

    private static BatchTarget ReadQuery(string query)
    {
        string? provider = null;
        var raw = false;
        TimeSpan? wait = null;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().Span;
            if (name.Equals("provider", StringComparison.OrdinalIgnoreCase))
            {
                var value = pair.DecodeValue().Span.Trim().ToString().ToLowerInvariant();
                if (provider is not null && provider != value)
                {
                    return Wrong(ApiErrorCode.InvalidRequest, "provider is given twice, with different values.", "provider");
                }

                provider = value;
            }
            else if (name.Equals("raw", StringComparison.OrdinalIgnoreCase))
            {
                raw = bool.TryParse(pair.DecodeValue().Span, out var asked) && asked;
            }
            else if (name.Equals("wait", StringComparison.OrdinalIgnoreCase))
            {
                wait = WaitPreference.Seconds(pair.DecodeValue().Span);
            }
        }

        return string.IsNullOrEmpty(provider)
            ? Wrong(ApiErrorCode.ProviderRequired, "provider query parameter is required", "provider")
            : new BatchTarget { Provider = provider, WantsRaw = raw, Wait = wait };
    }

    private static BatchTarget Wrong(ApiErrorCode code, string message, string? param) =>
        new() { Error = new ApiError(code, message) { Param = param } };
}

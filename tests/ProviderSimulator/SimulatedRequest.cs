using Microsoft.AspNetCore.Http.Features;

namespace ProviderSimulator;

/// <summary>A request as it stood on the wire: the path is not decoded, and no dots or slashes are normalised.</summary>
internal sealed class SimulatedRequest(HttpContext context, string provider, string path, string id = "")
{
    public HttpContext Http => context;

    public string Provider => provider;

    /// <summary>The raw path behind <c>/{provider}</c>, without the query.</summary>
    public string Path => path;

    public string Id => id;

    public string Origin => $"{context.Request.Scheme}://{context.Request.Host}";

    public string? Bearer
        => Header("Authorization") is { } value && value.StartsWith("Bearer ", StringComparison.Ordinal) ? value[7..] : null;

    public static SimulatedRequest Read(HttpContext context)
    {
        var path = RawPath(context);
        var end = path.IndexOf('/', 1);
        return end < 0 ? new(context, path.TrimStart('/'), "") : new(context, path[1..end], path[end..]);
    }

    public static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    public SimulatedRequest WithId(string value) => new(context, provider, path, value);

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The rest of the path behind the prefix as exactly one segment, decoded once; null when it is anything else.</summary>
    public string? SegmentBehind(string prefix)
        => SegmentsBehind(prefix) is [var only] ? only : null;

    /// <summary>The segments behind the prefix, each decoded once; null when the path does not begin with it or a segment is empty.</summary>
    public string[]? SegmentsBehind(string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var segments = path[prefix.Length..].Split('/');
        return Array.Exists(segments, segment => segment.Length == 0) ? null : Array.ConvertAll(segments, Uri.UnescapeDataString);
    }
}

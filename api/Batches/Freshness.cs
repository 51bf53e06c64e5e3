namespace BatchGrains.Api.Batches;

/// <summary>How fresh an answer is asked for: the request's <c>Cache-Control</c>. What is malformed is ignored.</summary>
internal static class Freshness
{
    public static BatchReadOptions Read(IHeaderDictionary headers)
    {
        var cacheControl = headers.CacheControl;
        return cacheControl.Count == 0 ? BatchReadOptions.Default : new RequestCacheControl(cacheControl) switch
        {
            { OnlyIfCached: true } => BatchReadOptions.Stored,
            { NoCache: true } when !IsOfFetch(headers) => BatchReadOptions.LookNow,
            { MaxAge: { } age } => new BatchReadOptions { MaxAge = age },
            _ => BatchReadOptions.Default,
        };
    }

    // Browsers and Node add this pair to each fetch that has a condition of its own, and EventSource to all of its requests: it keeps their
    // own caches out of it and asks nothing of us (https://fetch.spec.whatwg.org, "HTTP-network-or-cache fetch").
    private static bool IsOfFetch(IHeaderDictionary headers) =>
        headers.Pragma.ToString().Contains("no-cache", StringComparison.OrdinalIgnoreCase)
        && (headers.IfNoneMatch.Count > 0 || headers.IfModifiedSince.Count > 0 || EventStreamPreference.IsIn(headers.Accept));
}

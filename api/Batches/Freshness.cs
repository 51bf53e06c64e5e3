using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BatchGrains.Api.Batches;

/// <summary>How fresh an answer is asked for: the request's <c>Cache-Control</c>. What is malformed is ignored.</summary>
internal static class Freshness
{
    public static BatchReadOptions Read(StringValues cacheControl)
    {
        if (cacheControl.Count == 0 || !CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var asked))
        {
            return BatchReadOptions.Default;
        }

        return asked switch
        {
            { OnlyIfCached: true } => BatchReadOptions.Stored,
            { NoCache: true } => BatchReadOptions.LookNow,
            { MaxAge: { } age } => new BatchReadOptions { MaxAge = age },
            _ => BatchReadOptions.Default,
        };
    }
}

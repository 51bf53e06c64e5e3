using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BatchGrains.Api.Batches;

/// <summary>Whether <c>Accept</c> asks for a stream of events. A wildcard does not, and JSON of the same weight that is named earlier wins.</summary>
internal static class EventStreamPreference
{
    public const string ContentType = "text/event-stream";

    public static bool IsIn(StringValues accept)
    {
        // Most callers ask for JSON or for anything: no list is parsed for them.
        if (!accept.ToString().Contains(ContentType, StringComparison.OrdinalIgnoreCase)
            || !MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return false;
        }

        var stream = types.FirstOrDefault(type => type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase));
        var json = types.FirstOrDefault(type => type.MediaType.Value?.ToLowerInvariant() is "application/json" or "application/*");
        return stream is not null && Weight(stream) > 0
            && (json is null || Weight(stream) > Weight(json) || (Weight(stream) == Weight(json) && types.IndexOf(stream) < types.IndexOf(json)));

        static double Weight(MediaTypeHeaderValue type) => type.Quality ?? 1;
    }
}

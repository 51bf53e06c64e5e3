using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BatchGrains.Api.Batches;

/// <summary>
/// Whether <c>Accept</c> asks for a stream of events. A wildcard does not, JSON of a greater weight wins, and JSON of the same weight when
/// it is named earlier.
/// </summary>
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
        // Of all ranges that JSON is in, the narrowest gives its weight (RFC 9110, 12.5.1).
        var json = types.Where(type => Breadth(type) < 3).MinBy(Breadth);
        return stream is not null && Weight(stream) > 0
            && (json is null || Weight(stream) > Weight(json)
                || (Weight(stream) == Weight(json) && (json.MatchesAllTypes || types.IndexOf(stream) < types.IndexOf(json))));

        static int Breadth(MediaTypeHeaderValue type) => type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/json" => 0,
            "application/*" => 1,
            "*/*" => 2,
            _ => 3,
        };

        static double Weight(MediaTypeHeaderValue type) => type.Quality ?? 1;
    }
}

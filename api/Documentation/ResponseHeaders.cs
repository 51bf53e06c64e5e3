using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using static BatchGrains.Api.Documentation.Schemas;

namespace BatchGrains.Api.Documentation;

/// <summary>What the headers of answers say.</summary>
internal static class ResponseHeaders
{
    /// <param name="mayStream">Whether the answer may be a stream of events, which goes on and so can't say these of one state.</param>
    public static Dictionary<string, IOpenApiHeader> OfBatch(bool mayStream) => new()
    {
        ["ETag"] = Header(!mayStream, "W/\"5d41402abc4b2a76b9719d911017c592\"",
            "A hash of what the batch says: weak, the same on every node and after a restart."),
        ["Age"] = Header(!mayStream, 3, "Seconds since the provider answered.", Whole()),
        ["Cache-Control"] = Header(true, "private, max-age=15",
            "`Age` and the seconds until the provider is due to be asked again; a day more for a final batch."),
        ["Last-Modified"] = Header(!mayStream, "Wed, 17 Dec 2025 20:28:20 GMT", "When the batch was last seen to change."),
        ["Vary"] = Header(true, "Authorization, X-Api-Key, Accept", "The request headers that the answer depends on."),
        ["Cache-Status"] = Header(!mayStream, "BatchGrains; hit; ttl=12",
            "RFC 9211: where the answer comes from. `fwd=stale; detail=provider_timeout` names the fault that kept it stale."),
        ["Retry-After"] = Header(false, 12, "For a batch that is not final: the seconds after which it pays to ask again.", Whole()),
        ["Preference-Applied"] = Header(false, "wait=30", "How long the request might have been held."),
    };

    public static Dictionary<string, IOpenApiHeader> OfError(int status)
    {
        Dictionary<string, IOpenApiHeader> headers = new()
        {
            ["Cache-Control"] = Header(true, "no-store", "Errors are not to be kept."),
            ["x-should-retry"] = Header(false, "false", "`false` where asking again can't help; OpenAI's clients heed it.", OneOf(null, "false")),
            ["Retry-After"] = Header(status is 429 or 503, 5, "Seconds to wait before asking again, 120 at most.", Whole(null, "1", "120")),
        };
        if (status == StatusCodes.Status401Unauthorized)
        {
            headers["WWW-Authenticate"] = Header(true, "Bearer", "How to send a key.");
        }
        else if (status == StatusCodes.Status405MethodNotAllowed)
        {
            headers["Allow"] = Header(true, "GET, HEAD", "The methods that there are.");
        }

        return headers;
    }

    private static OpenApiHeader Header(bool always, JsonNode example, string description, OpenApiSchema? schema = null) => new()
    {
        Required = always,
        Description = description,
        Schema = schema ?? Text(),
        Example = example,
    };
}

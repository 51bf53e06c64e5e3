using System.Net;
using System.Text.Json.Nodes;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>What came back over HTTP.</summary>
internal sealed record Answer(HttpResponseMessage Response, string Text)
{
    public HttpStatusCode Status => Response.StatusCode;

    public JsonNode Body => field ??= JsonNode.Parse(Text)!;

    public string? ErrorCode => (string?)Body["error"]?["code"];

    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Compares two bodies by all that they say of the batch, and not by when it was looked at.</summary>
    public static void AssertSameBatch(JsonNode expected, JsonNode actual)
    {
        var (one, other) = (WithoutTheLook(expected), WithoutTheLook(actual));
        Assert.True(JsonNode.DeepEquals(one, other), $"{one.ToJsonString()}\n{other.ToJsonString()}");
    }

    private static JsonNode WithoutTheLook(JsonNode body)
    {
        var copy = body.DeepClone();
        var extra = copy["extra_fields"]!.AsObject();
        Assert.True(extra.Remove("latency"));
        Assert.True(extra["cache_debug"]!.AsObject().Remove("cache_hit"));
        return copy;
    }
}

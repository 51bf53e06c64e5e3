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
}

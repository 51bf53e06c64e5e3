using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProviderSimulator;

/// <summary>What goes back over the wire.</summary>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    private const string Mark = "@huge@";
    private const int HugeBytes = 30_000_000;

    // The default encoder writes '+' and '<' as \u002B and \u003C, which no provider does.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string? _repeated;
    private bool _reset;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>No answer at all: the connection is aborted.</summary>
    public static Reply Reset { get; } = new Reply(0, "", []) { _reset = true };

    public static Reply Json(int status, JsonNode body, string contentType = "application/json")
        => new(status, contentType, JsonSerializer.SerializeToUtf8Bytes(body, Plain));

    public static Reply Text(int status, string text, string contentType = "text/plain")
        => new(status, contentType, System.Text.Encoding.UTF8.GetBytes(text));

    public Reply With(string header, string value)
    {
        var others = Headers.Where(known => !known.Key.Equals(header, StringComparison.OrdinalIgnoreCase));
        return this with { Headers = [.. others, new(header, value)] };
    }

    public JsonNode ReadJson() => JsonNode.Parse(Body)!;

    /// <summary>The same object with one more field: an array that repeats the element's JSON up to 30 MB.</summary>
    public Reply Inflated(string field, string element)
    {
        var body = ReadJson();
        body[field] = new JsonArray(Mark);
        return Json(Status, body, ContentType).Repeating(element);
    }

    /// <summary>For a body that holds the string <c>@huge@</c> once, in an array: the element's JSON stands there again and again.</summary>
    public Reply Repeating(string element) => this with { _repeated = element };

    public async Task WriteAsync(HttpContext context)
    {
        if (_reset)
        {
            context.Abort();
            return;
        }
        var response = context.Response;
        response.StatusCode = Status;
        if (ContentType.Length > 0) response.ContentType = ContentType;
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        if (_repeated is not null) await WriteRepeatedAsync(response, _repeated, context.RequestAborted);
        else
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }

    private async Task WriteRepeatedAsync(HttpResponse response, string element, CancellationToken cancellation)
    {
        var mark = JsonSerializer.SerializeToUtf8Bytes(Mark);
        var at = Body.AsSpan().IndexOf(mark);
        var one = System.Text.Encoding.UTF8.GetBytes(element + ",");
        var block = Enumerable.Repeat(one, 1 + 60_000 / one.Length).SelectMany(bytes => bytes).ToArray();
        await response.Body.WriteAsync(Body.AsMemory(0, at), cancellation);
        for (var written = 0; written < HugeBytes; written += block.Length) await response.Body.WriteAsync(block, cancellation);
        await response.Body.WriteAsync(one.AsMemory(0, one.Length - 1), cancellation);
        await response.Body.WriteAsync(Body.AsMemory(at + mark.Length), cancellation);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>A provider's answer that is not a success, read from any of the eight shapes of error bodies in use.</summary>
internal sealed partial record UpstreamError
{
    private const int LongestMessage = 300;

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    public string? Type { get; init; }

    public string? Code { get; init; }

    /// <summary>What the provider says, in one line of 300 characters at most; never HTML.</summary>
    public string? Message { get; init; }

    public string? Param { get; init; }

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool? ShouldRetry { get; init; }

    /// <summary>Whether the body was JSON. A gateway's or a wrong host's answer usually is not.</summary>
    public bool IsJson { get; init; }

    /// <summary>The whole error body, for a dialect that needs more; undefined when it was not JSON.</summary>
    public JsonElement Body { get; init; }

    /// <summary>Takes type, code, message and param from wherever the body has them; what headers told stays where it has none.</summary>
    public UpstreamError Reading(JsonElement json)
    {
        // Google's services sometimes wrap the one error in a list.
        var body = json is { ValueKind: JsonValueKind.Array } && json.GetArrayLength() > 0 ? json[0] : json;
        var error = body.Member("error");
        var detail = body.Member("detail");
        var box = error is { ValueKind: JsonValueKind.Object } ? error.Value
            : detail is { ValueKind: JsonValueKind.Object } ? detail.Value
            : body;
        var message = box.Text("message") ?? box.Text("Message") ?? box.Text("msg")
            ?? body.Text("error_description") ?? error?.AsText() ?? First(error)
            ?? detail?.AsText() ?? First(detail)
            ?? body.Text("message") ?? First(body.Member("errors")) ?? body.Text("title") ?? body.AsText();
        return this with
        {
            IsJson = true,
            Body = body,
            Type = Type ?? box.Text("type") ?? body.Text("type") ?? AwsType(body.Text("__type")),
            Code = box.Text("code") ?? box.Text("status") ?? body.Text("code") ?? Code,
            Message = OneLine(message) ?? Message,
            Param = box.Text("param"),
            RetryAfter = RetryAfter ?? RetryHints.RetryDelay(box),
            // Anthropic's stands beside its error.
            RequestId = RequestId ?? ((box.Text("request_id") ?? body.Text("request_id")) is { Length: <= 100 } id ? OneLine(id) : null),
        };
    }

    /// <summary>A kind of error as AWS writes it, without the namespace and the address around it: <c>com.amazon.bedrock#ThrottlingException:http://…</c>.</summary>
    public static string? AwsType(string? text) => text?.Split(':')[0].Split('#')[^1] is { Length: > 0 } type ? type : null;

    /// <summary>What a body that is not JSON says: its first line, since what follows may be anything.</summary>
    public static string? FirstLine(string text) =>
        Markup().IsMatch(text) ? null : OneLine(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault());

    /// <summary>A text made safe to pass on: one line, cut off, and none at all when it is markup or shows a provider's stack.</summary>
    public static string? OneLine(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || Markup().IsMatch(text) || StackTrace().IsMatch(text))
        {
            return null;
        }

        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = new string([.. line.Where(character => !char.IsControl(character))]);
        if (line.Length <= LongestMessage)
        {
            return line;
        }

        // Half of a surrogate pair is no text.
        return line[..(char.IsHighSurrogate(line[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage)] + "…";
    }

    // A list of texts, or FastAPI's: [{ loc: ["path", "id"], msg }]
    private static string? First(JsonElement? list)
    {
        if (list is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() == 0)
        {
            return null;
        }

        var first = items[0];
        var where = string.Join('.', first.Items("loc").Select(part => part.AsText()).OfType<string>());
        var words = first.Text("msg") ?? first.Text("message") ?? first.AsText();
        return where.Length == 0 || words is null ? words : $"{where}: {words}";
    }

    [GeneratedRegex(@"</?[A-Za-z!?]", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex(@"Traceback \(most recent|^\s+at \S+\(|File "".+"", line \d+", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex StackTrace();
}

using System.Net.Http.Headers;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>What headers tell of an answer besides its body.</summary>
internal sealed class UpstreamHeaders(HttpResponseHeaders headers, Redaction redaction)
{
    private const int LongestName = 100;

    private static readonly string[] RequestIds = ["x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "x-ms-request-id"];

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId => RequestIds.Select(Name).FirstOrDefault(id => id is not null);

    /// <summary>AWS names the kind of an error in a header only.</summary>
    public string? ErrorType => UpstreamError.AwsType(Name("x-amzn-errortype"));

    /// <summary>Hugging Face repeats in headers what its body may leave out.</summary>
    public string? ErrorCode => Name("X-Error-Code");

    /// <summary>The words to that code, in one line.</summary>
    public string? ErrorMessage => UpstreamError.OneLine(redaction.Of(First(headers, "X-Error-Message")));

    /// <summary>A header's value, or the first of them.</summary>
    public static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private string? Name(string name) => First(headers, name) is { Length: <= LongestName } value ? UpstreamError.OneLine(redaction.Of(value)) : null;
}

using System.Text.Json;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>What came back from one request: the body of a success, an error, or the fault that kept an answer from coming.</summary>
internal sealed record UpstreamResponse
{
    /// <summary>The body of a success; null otherwise.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The same body as bytes, without what was skipped.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>An answer that is not a success.</summary>
    public UpstreamError? Error { get; init; }

    /// <summary>Why no answer came, or none that could be read.</summary>
    public BatchFault? Fault { get; init; }

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool? ShouldRetry { get; init; }
}

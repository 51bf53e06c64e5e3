namespace BatchGrains.Tests.Api;

internal static class Faults
{
    public static BatchFault Of(BatchFaultCode code, TimeSpan? retryAfter = null) =>
        new() { Code = code, Message = $"It's {code}.", RetryAfter = retryAfter };

    /// <summary>Knows a few providers: one without a batch API, one without credentials, and one whose ids begin with <c>batch</c>.</summary>
    public static BatchFault? OfAdmission(string provider, string batchId) => (provider, batchId) switch
    {
        ("openai" or "bedrock", _) => null,
        ("ollama", _) => Of(BatchFaultCode.UnsupportedOperation),
        ("mistral", _) => batchId.StartsWith("batch", StringComparison.Ordinal)
            ? Of(BatchFaultCode.ProviderNotConfigured)
            : Of(BatchFaultCode.InvalidBatchId),
        _ => new BatchFault { Code = BatchFaultCode.UnknownProvider, Message = "Known providers: bedrock, mistral, ollama, openai." },
    };
}

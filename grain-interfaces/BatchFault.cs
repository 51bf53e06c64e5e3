namespace BatchGrains;

/// <summary>Why there is no fresh snapshot: a value, never an exception.</summary>
[GenerateSerializer, Immutable]
[Alias("BatchGrains.BatchFault")]
public sealed record BatchFault
{
    /// <summary>The kind of fault.</summary>
    [Id(0)]
    public required BatchFaultCode Code { get; init; }

    /// <summary>One or two sentences for people. Never holds a credential.</summary>
    [Id(1)]
    public required string Message { get; init; }

    /// <summary>How long the provider or the budget asks to wait, if it does.</summary>
    [Id(2)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The word for <see cref="Code"/> in JSON and in HTTP headers, such as <c>provider_timeout</c>.</summary>
    public string Word => Code switch
    {
        BatchFaultCode.UnknownProvider => "unknown_provider",
        BatchFaultCode.InvalidBatchId => "invalid_batch_id",
        BatchFaultCode.UnsupportedOperation => "unsupported_operation",
        BatchFaultCode.ProviderNotConfigured => "provider_not_configured",
        BatchFaultCode.BatchNotFound => "batch_not_found",
        BatchFaultCode.ProviderRateLimited => "provider_rate_limited",
        BatchFaultCode.ProviderAuthFailed => "provider_auth_failed",
        BatchFaultCode.ProviderError => "provider_error",
        BatchFaultCode.ProviderBadResponse => "provider_bad_response",
        BatchFaultCode.ProviderUnavailable => "provider_unavailable",
        BatchFaultCode.ProviderTimeout => "provider_timeout",
        BatchFaultCode.NotCached => "not_cached",
        _ => "internal",
    };

    /// <summary>
    /// Whether asking again later may help without anyone's doing. It does not when the request itself is wrong, the batch is not known, or
    /// credentials are missing or refused.
    /// </summary>
    public bool IsPassing => Code is not (BatchFaultCode.UnknownProvider or BatchFaultCode.InvalidBatchId or BatchFaultCode.UnsupportedOperation
        or BatchFaultCode.ProviderNotConfigured or BatchFaultCode.BatchNotFound or BatchFaultCode.ProviderAuthFailed);
}

namespace BatchGrains.Api.Errors;

/// <summary>A kind of error: its word, its HTTP status, and its family.</summary>
/// <param name="Word">What stands in <c>error.code</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Family">What stands in <c>error.type</c>.</param>
/// <param name="When">When it happens, for the API's document.</param>
internal sealed record ApiErrorCode(string Word, int Status, string Family, string When)
{
    public static readonly ApiErrorCode ProviderRequired = new("provider_required", 400, ErrorFamily.InvalidRequest, "The query has no `provider`.");
    public static readonly ApiErrorCode InvalidRequest = new("invalid_request", 400, ErrorFamily.InvalidRequest,
        "`provider` is given twice with different values, or the request target is malformed.");

    public static readonly ApiErrorCode NotFound = new("not_found", 404, ErrorFamily.NotFound, "Another route.");
    public static readonly ApiErrorCode MethodNotAllowed = new("method_not_allowed", 405, ErrorFamily.InvalidRequest, "Another method.");
    public static readonly ApiErrorCode UnknownProvider = new("unknown_provider", 400, ErrorFamily.InvalidRequest,
        "Not the name of a provider; the message lists the known ones.");

    public static readonly ApiErrorCode InvalidBatchId = new("invalid_batch_id", 400, ErrorFamily.InvalidRequest,
        "The id breaks the provider's rule for ids. The provider was not asked.");

    public static readonly ApiErrorCode UnsupportedOperation = new("unsupported_operation", 400, ErrorFamily.InvalidRequest,
        "The provider has no batch API, or not as it is set up here.");

    public static readonly ApiErrorCode ProviderNotConfigured = new("provider_not_configured", 400, ErrorFamily.InvalidRequest,
        "No credentials for this tenant and provider; the message names the setting.");

    public static readonly ApiErrorCode Unauthorized = new("unauthorized", 401, ErrorFamily.Authentication, "The caller's key is missing or wrong.");
    public static readonly ApiErrorCode Forbidden = new("forbidden", 403, ErrorFamily.Permission, "The caller's key is not for this provider.");
    public static readonly ApiErrorCode BatchNotFound = new("batch_not_found", 404, ErrorFamily.NotFound,
        "No account of this tenant knows the id. Another tenant's batch looks the same.");

    public static readonly ApiErrorCode ProviderRateLimited = new("provider_rate_limited", 429, ErrorFamily.RateLimit,
        "There is nothing to serve, and the provider or the budget of its account says wait.");

    public static readonly ApiErrorCode RateLimited = new("rate_limited", 429, ErrorFamily.RateLimit,
        "The caller asks more often than its own limit allows.");
    public static readonly ApiErrorCode ProviderAuthFailed = new("provider_auth_failed", 502, ErrorFamily.Provider,
        "The provider refuses the credentials or the account.");

    public static readonly ApiErrorCode ProviderError = new("provider_error", 502, ErrorFamily.Provider,
        "The provider failed, or the connection to it did.");
    public static readonly ApiErrorCode ProviderBadResponse = new("provider_bad_response", 502, ErrorFamily.Provider,
        "The provider's answer is not what it documents.");

    public static readonly ApiErrorCode ProviderUnavailable = new("provider_unavailable", 503, ErrorFamily.Provider,
        "The provider failed so often that it is left alone for a while, and there is nothing to serve.");

    public static readonly ApiErrorCode ProviderTimeout = new("provider_timeout", 504, ErrorFamily.Provider,
        "The provider did not answer in time, and there is nothing to serve.");

    public static readonly ApiErrorCode NotCached = new("not_cached", 504, ErrorFamily.NotFound, "`only-if-cached`, and nothing is stored.");
    public static readonly ApiErrorCode Internal = new("internal", 500, ErrorFamily.Server,
        "A failure of the service itself. While its cluster can't be reached the status is 503.");

    public static IReadOnlyList<ApiErrorCode> All { get; } =
    [
        ProviderRequired, InvalidRequest, UnknownProvider, InvalidBatchId, UnsupportedOperation, ProviderNotConfigured, Unauthorized,
        Forbidden, NotFound, BatchNotFound, MethodNotAllowed, ProviderRateLimited, RateLimited, Internal, ProviderAuthFailed, ProviderError,
        ProviderBadResponse, ProviderUnavailable, ProviderTimeout, NotCached,
    ];

    /// <summary>The fault is ours: not the caller's, not the provider's.</summary>
    public bool IsOurs => Family == ErrorFamily.Server;

    /// <summary>Asking again can't help. OpenAI's clients heed it; by themselves they retry every 5xx.</summary>
    public bool RetryIsUseless => Word == ProviderAuthFailed.Word || Status is >= 400 and < 500 and not (408 or 409 or 429);

    public static ApiErrorCode Of(BatchFaultCode fault) => fault switch
    {
        BatchFaultCode.UnknownProvider => UnknownProvider,
        BatchFaultCode.InvalidBatchId => InvalidBatchId,
        BatchFaultCode.UnsupportedOperation => UnsupportedOperation,
        BatchFaultCode.ProviderNotConfigured => ProviderNotConfigured,
        BatchFaultCode.BatchNotFound => BatchNotFound,
        BatchFaultCode.ProviderRateLimited => ProviderRateLimited,
        BatchFaultCode.ProviderAuthFailed => ProviderAuthFailed,
        BatchFaultCode.ProviderError => ProviderError,
        BatchFaultCode.ProviderBadResponse => ProviderBadResponse,
        BatchFaultCode.ProviderUnavailable => ProviderUnavailable,
        BatchFaultCode.ProviderTimeout => ProviderTimeout,
        BatchFaultCode.NotCached => NotCached,
        _ => Internal,
    };
}

namespace BatchGrains.Grains.Providers.Http;

/// <summary>What an unsuccessful answer means at most providers. An adapter handles its provider's dialect before it.</summary>
internal static class CommonFaults
{
    public static BatchFault Of(string provider, UpstreamError error) => error.Status switch
    {
        401 or 402 or 403 or 412 => AuthFailed(provider, error),
        // A route that is not there is answered by a server that knows no codes.
        404 when error.IsJson || error.Code is not null => NotFound(provider),
        404 or (>= 300 and < 400) => WrongAddress(provider, error),
        429 => RateLimited(provider, error),
        _ => Failed(provider, error),
    };

    /// <summary>The same words for every unknown id and every tenant: they tell nothing of what exists.</summary>
    public static BatchFault NotFound(string provider) => new()
    {
        Code = BatchFaultCode.BatchNotFound,
        Message = $"No batch with this id is known at {provider}.",
    };

    public static BatchFault AuthFailed(string provider, UpstreamError error) => new()
    {
        Code = BatchFaultCode.ProviderAuthFailed,
        Message = $"{provider} refuses the credentials or the account that is configured for it{Reason(error)}",
    };

    public static BatchFault RateLimited(string provider, UpstreamError error) => new()
    {
        Code = BatchFaultCode.ProviderRateLimited,
        Message = $"{provider} says that it is asked too often{Reason(error)}",
        RetryAfter = error.RetryAfter,
    };

    public static BatchFault Failed(string provider, UpstreamError error) => new()
    {
        Code = BatchFaultCode.ProviderError,
        Message = $"{provider} failed{Reason(error)}",
        RetryAfter = error.RetryAfter,
    };

    public static BatchFault WrongAddress(string provider, UpstreamError error) => new()
    {
        Code = BatchFaultCode.ProviderError,
        Message = $"{provider} has nothing at this address; check Providers:{provider}:BaseUrl or ApiVersion{Reason(error)}",
    };

    public static BatchFault BadResponse(string provider, string why, string? requestId) => new()
    {
        Code = BatchFaultCode.ProviderBadResponse,
        Message = $"{provider} gave an answer that is not what it documents{Request(requestId)}: {why}.",
    };

    /// <summary>The provider's id of the request in brackets, for its support; nothing when it gave none.</summary>
    public static string Request(string? id) => id is null ? "" : $" (request id {id})";

    private static string Reason(UpstreamError error)
    {
        var request = error.RequestId is { } id ? $", request id {id}" : "";
        var words = error.Message is { } message ? $": {message.TrimEnd('.')}" : "";
        return $" (HTTP {error.Status}{request}){words}.";
    }
}

namespace BatchGrains.Api.Errors;

/// <summary>One error answer.</summary>
/// <param name="Code">Its kind.</param>
/// <param name="Message">One or two sentences for people. Never holds a credential.</param>
internal sealed record ApiError(ApiErrorCode Code, string Message)
{
    /// <summary>The HTTP status; the code's own unless said otherwise.</summary>
    public int Status { get; init; } = Code.Status;

    /// <summary>The parameter that is wrong.</summary>
    public string? Param { get; init; }

    /// <summary>The provider, once it is known to be one.</summary>
    public string? Provider { get; init; }

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ApiError Of(BatchFault fault, string provider)
    {
        var code = ApiErrorCode.Of(fault.Code);
        return new ApiError(code, fault.Message)
        {
            Param = fault.Code switch
            {
                BatchFaultCode.UnknownProvider or BatchFaultCode.UnsupportedOperation => "provider",
                BatchFaultCode.InvalidBatchId or BatchFaultCode.BatchNotFound => "batch_id",
                _ => null,
            },
            Provider = fault.Code is BatchFaultCode.UnknownProvider ? null : provider,
            RetryAfter = code.RetryIsUseless ? null : fault.RetryAfter,
        };
    }
}

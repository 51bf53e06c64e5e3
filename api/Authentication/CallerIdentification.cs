using BatchGrains.Api.Errors;

namespace BatchGrains.Api.Authentication;

/// <summary>Tells from a request who asks.</summary>
internal sealed class CallerIdentification(Callers callers)
{
    private static readonly ApiError KeyMissing = new(
        ApiErrorCode.Unauthorized, "A key is required: send it as 'Authorization: Bearer <key>' or as 'x-api-key: <key>'.");

    private static readonly ApiError KeyWrong = new(ApiErrorCode.Unauthorized, "The key is not known.");

    private static readonly ApiError NoKeysYet = new(
        ApiErrorCode.Unauthorized,
        "No keys are configured, so only callers on the same machine are served, as localhost. "
        + "Set Tenants__<name>__ApiKeySha256__0, or Auth__Mode=None to serve everyone.");

    private static readonly ApiError OperatorsOnly = new(
        ApiErrorCode.Unauthorized, "This page is served on the same machine only, as localhost, or with Auth__Mode=None.");

    /// <summary>Answers who asks, or why they are refused.</summary>
    public ApiError? Identify(HttpContext context, out Caller caller)
    {
        if (callers.Everyone is { } everyone)
        {
            caller = everyone;
            return null;
        }

        if (callers.SameMachine is { } neighbour)
        {
            caller = neighbour;
            return SameMachine.Sent(context) ? null : NoKeysYet;
        }

        var key = Key(context.Request.Headers);
        caller = callers.Find(key)!;
        return caller is not null ? null : key is null ? KeyMissing : KeyWrong;
    }

    /// <summary>Pages about the service are open on the same machine; others need a key, if there are any.</summary>
    public ApiError? AdmitReader(HttpContext context) => SameMachine.Sent(context) ? null : Identify(context, out _);

    /// <summary>Pages that show what all tenants do are open on the same machine, or to everyone. A tenant's key does not open them.</summary>
    public ApiError? AdmitOperator(HttpContext context) =>
        callers.Everyone is not null || SameMachine.Sent(context) ? null : OperatorsOnly;

    private static string? Key(IHeaderDictionary headers)
    {
        const string scheme = "Bearer ";
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[scheme.Length..].Trim();
        }

        var key = headers["x-api-key"].ToString().Trim();
        return key.Length > 0 ? key : null;
    }
}

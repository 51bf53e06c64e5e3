namespace BatchGrains.Api.Errors;

/// <summary>What stands in <c>error.type</c>, in OpenAI's words where it has one.</summary>
internal static class ErrorFamily
{
    public const string InvalidRequest = "invalid_request_error";
    public const string Authentication = "authentication_error";
    public const string Permission = "permission_error";
    public const string NotFound = "not_found_error";
    public const string RateLimit = "rate_limit_error";
    public const string Provider = "provider_error";
    public const string Server = "server_error";
}

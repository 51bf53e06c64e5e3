using System.Globalization;

namespace BatchGrains.Api.Errors;

/// <summary>An error as an HTTP answer.</summary>
internal static class ErrorResponse
{
    // OpenAI's clients don't retry at all when they are told to wait longer.
    private const int LongestRetryAfter = 120;

    private static readonly TimeSpan UsualRetryAfter = TimeSpan.FromSeconds(5);

    public static Task WriteAsync(HttpContext context, ApiError error, string? eventId = null)
    {
        var response = context.Response;
        var headers = response.Headers;
        var body = ErrorBody.Write(error, eventId ?? EventId.Of(context));

        response.StatusCode = error.Status;
        headers.ContentType = "application/json";
        headers.ContentLength = body.Length;
        // A 404 or 405 may be kept by caches that are told nothing.
        headers.CacheControl = "no-store";
        if (error.Code.RetryIsUseless)
        {
            headers["x-should-retry"] = "false";
        }

        if (RetryAfter(error) is { } seconds)
        {
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    private static int? RetryAfter(ApiError error)
    {
        var wait = error.RetryAfter ?? (error.Status is 429 or 503 ? UsualRetryAfter : null);
        return wait is null ? null : (int)Math.Clamp(Math.Ceiling(wait.Value.TotalSeconds), 1, LongestRetryAfter);
    }
}

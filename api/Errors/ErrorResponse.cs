using System.Globalization;

namespace BatchGrains.Api.Errors;

/// <summary>An error as an HTTP answer.</summary>
internal static partial class ErrorResponse
{
    // OpenAI's clients don't retry at all when they are told to wait longer.
    private const int LongestRetryAfter = 120;

    private static readonly TimeSpan UsualRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Answers with the error, and puts the event id of a failure into the log.</summary>
    public static Task WriteAsync(HttpContext context, ApiError error)
    {
        var eventId = EventId.Of(context);
        // An answer that is not cached is what the caller asked for.
        if (error.Status >= StatusCodes.Status500InternalServerError && error.Code != ApiErrorCode.NotCached)
        {
            LogFailure(context.RequestServices.GetRequiredService<ILogger<ApiError>>(), error.Status, error.Code.Word, eventId, error.Message);
        }

        return WriteAsync(context, error, eventId);
    }

    /// <summary>Answers with the error, whose event id is in the log already.</summary>
    public static Task WriteAsync(HttpContext context, ApiError error, string eventId)
    {
        var response = context.Response;
        var headers = response.Headers;
        var body = ErrorBody.Write(error, eventId);

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

    // To find an answer that a caller complains of. What is wrong has a line of its own, once and at a higher level.
    [LoggerMessage(8, LogLevel.Information, "Answered {Status} {Code}; event id {EventId}: {Reason}")]
    private static partial void LogFailure(ILogger log, int status, string code, string eventId, string reason);
}

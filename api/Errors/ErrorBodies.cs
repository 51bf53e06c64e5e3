using BatchGrains.Client;

namespace BatchGrains.Api.Errors;

/// <summary>Gives every error the same shape of body: exceptions, and what routing refuses.</summary>
/// <param name="next">What answers.</param>
/// <param name="nothingHere">What is said where there is no route.</param>
/// <param name="lifetime">Tells whether the start is over.</param>
/// <param name="log">For what went wrong.</param>
internal sealed partial class ErrorBodies(RequestDelegate next, string nothingHere, IHostApplicationLifetime lifetime, ILogger<ErrorBodies> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        Task answer;
        try
        {
            answer = next(context);
        }
        catch (Exception exception)
        {
            answer = Task.FromException(exception);
        }

        // An answer from the cache is complete here: it costs no state machine.
        return answer.IsCompletedSuccessfully && context.Response.StatusCode < 400 ? answer : FinishAsync(context, answer);
    }

    private async Task FinishAsync(HttpContext context, Task answer)
    {
        try
        {
            await answer;
            if (Refused(context) is { } refusal)
            {
                await ErrorResponse.WriteAsync(context, refusal);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: there is nobody to tell.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var eventId = EventId.Of(context);
            var error = Error(exception);
            if (error.Status == StatusCodes.Status503ServiceUnavailable)
            {
                LogUnreachable(log, eventId, exception.Message);
            }
            else if (error.Code.IsOurs)
            {
                LogFailure(log, eventId, exception);
            }

            context.Response.Clear();
            await ErrorResponse.WriteAsync(context, error, eventId);
        }
    }

    private ApiError? Refused(HttpContext context) => context.Response switch
    {
        { HasStarted: true } or { ContentType: not null } => null,
        { StatusCode: StatusCodes.Status404NotFound } => new ApiError(ApiErrorCode.NotFound, nothingHere),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => new ApiError(
            ApiErrorCode.MethodNotAllowed, $"Only {context.Response.Headers.Allow} can be used here."),
        _ => null,
    };

    private ApiError Error(Exception exception) => exception switch
    {
        BadHttpRequestException bad => new ApiError(ApiErrorCode.InvalidRequest, "The request is malformed.") { Status = bad.StatusCode },

        // No silo can be reached, or none answered. That is our own failure and not a provider's, hence the code; but it passes, hence 503.
        // Before the first silo is reached Orleans knows of no grains, and fails in other ways.
        _ when TransientFailure.Is(exception) || !lifetime.ApplicationStarted.IsCancellationRequested =>
            new ApiError(ApiErrorCode.Internal, "The service can't reach its cluster. Try again soon.")
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                RetryAfter = TimeSpan.FromSeconds(1),
            },
        _ => new ApiError(ApiErrorCode.Internal, "The service failed. The event id finds the reason in its log."),
    };

    [LoggerMessage(1, LogLevel.Error, "A request failed; event id {EventId}")]
    private static partial void LogFailure(ILogger log, string eventId, Exception exception);

    // One line a request: the reason is the same for all of them, and a line of its own tells that the silos are gone.
    [LoggerMessage(4, LogLevel.Information, "A request found no silo; event id {EventId}: {Reason}")]
    private static partial void LogUnreachable(ILogger log, string eventId, string reason);
}

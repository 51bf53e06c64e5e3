using System.Diagnostics;

namespace BatchGrains.Api.Errors;

/// <summary>The id under which an error is found again: that of the trace.</summary>
internal static class EventId
{
    /// <summary>Without tracing there is no activity: then the caller's own trace, or a new id.</summary>
    public static string Of(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString()
        : ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var caller) ? caller.TraceId.ToHexString()
        : ActivityTraceId.CreateRandom().ToHexString();
}

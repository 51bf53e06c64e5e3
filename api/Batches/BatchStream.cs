using System.Buffers;
using System.IO.Pipelines;
using BatchGrains.Client;

namespace BatchGrains.Api.Batches;

/// <summary>
/// A batch's changes as server-sent events. Written by hand: ASP.NET Core's own <c>ServerSentEvents</c> result knows no comments, which keep
/// a silent connection open, and no limit on how long a reader may take.
/// </summary>
internal sealed partial class BatchStream(
    IBatchReader reader, ExtraFields extraFields, TimeProvider clock, Departure departure, ILogger<BatchStream> log)
{
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may leave a full connection unread. What waits for it is bounded by Kestrel's buffer of 64 KB.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);

    public async Task WriteAsync(HttpContext context, BatchRequest request, BatchReading reading)
    {
        var seen = context.Request.Headers["Last-Event-ID"].ToString();
        var response = context.Response;
        response.Headers.Vary = "Authorization, X-Api-Key, Accept";
        response.Headers.CacheControl = "private, no-store";
        if (reading.Snapshot is { IsFinal: true } final && final.ETag == seen)
        {
            // The one status that keeps a browser's EventSource from connecting again.
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        departure.EndConnection(context);
        response.ContentType = EventStreamPreference.ContentType;
        // nginx and those who learned from it: don't hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, departure.Begun);
        try
        {
            await FollowAsync(response.BodyWriter, request, reading, seen, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller left, or the service stops: the end of the stream makes the caller connect again.
            departure.EndConnection(context);
        }
        catch (TimeoutException)
        {
            LogSlowReader(log, WriteLimit);
            context.Abort();
        }
    }

    private async Task FollowAsync(PipeWriter writer, BatchRequest request, BatchReading reading, string seen, CancellationToken ending)
    {
        // The headers go out at once, also when there is nothing new to say.
        await FlushAsync(writer);
        var lastWrite = clock.GetTimestamp();
        // What was read may be older than what the caller has seen, so the reader tells what is news.
        var isNews = seen.Length == 0;
        while (reading.Snapshot is { } snapshot)
        {
            if (snapshot.ETag != seen && (isNews || snapshot.IsFinal))
            {
                EventFrame.Write(writer, snapshot, extraFields.For(reading, snapshot, request.Key.Provider, request.WantsRaw));
                seen = snapshot.ETag;
                await FlushAsync(writer);
                lastWrite = clock.GetTimestamp();
            }

            if (snapshot.IsFinal)
            {
                return;
            }

            var untilHeartbeat = HeartbeatInterval - clock.GetElapsedTime(lastWrite);
            if (untilHeartbeat <= TimeSpan.Zero)
            {
                writer.Write(": \n\n"u8);
                await FlushAsync(writer);
                lastWrite = clock.GetTimestamp();
                untilHeartbeat = HeartbeatInterval;
            }

            try
            {
                reading = await reader.WaitForChangeAsync(request.Key, seen, untilHeartbeat, ending);
                isNews = true;
            }
            catch (Exception failure) when (!ending.IsCancellationRequested && TransientFailure.Is(failure))
            {
                // An error can't be told any more. Whoever follows connects again, and goes on from the last event.
                LogCut(log, failure.Message);
                return;
            }
        }
    }

    private async ValueTask FlushAsync(PipeWriter writer)
    {
        var flush = writer.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
        {
            await flush.AsTask().WaitAsync(WriteLimit, clock);
        }
    }

    [LoggerMessage(5, LogLevel.Warning, "A stream of events ended because no silo could be reached: {Reason}")]
    private static partial void LogCut(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Information, "A reader of events took nothing for {WriteLimit} and was dropped")]
    private static partial void LogSlowReader(ILogger log, TimeSpan writeLimit);
}

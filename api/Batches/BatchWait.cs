using BatchGrains.Client;

namespace BatchGrains.Api.Batches;

/// <summary>Holds a request until the batch says something that the caller does not know.</summary>
internal sealed class BatchWait(IBatchReader reader, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Answers the newest reading: a changed or final one, or the last when the time is over or the service stops.</summary>
    public async Task<BatchReading> ForChangeAsync(BatchRequest request, BatchReading reading, TimeSpan atMost, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var start = clock.GetTimestamp();
        try
        {
            while (reading.Snapshot is { IsFinal: false } snapshot && request.Conditions.Know(snapshot)
                && atMost - clock.GetElapsedTime(start) is { Ticks: > 0 } left)
            {
                reading = await reader.WaitForChangeAsync(request.Key, snapshot.ETag, left, ending.Token);
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // The service stops: the caller gets what is known, and asks another node next time.
        }

        return reading;
    }
}

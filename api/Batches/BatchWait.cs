using BatchGrains.Client;

namespace BatchGrains.Api.Batches;

/// <summary>Holds a request until the batch says something that the caller does not know.</summary>
internal sealed class BatchWait(IBatchReader reader, TimeProvider clock, Departure departure)
{
    /// <summary>Answers the newest reading: a changed or final one, or the last when the time is over or the service stops.</summary>
    public async Task<BatchReading> ForChangeAsync(BatchRequest request, BatchReading reading, TimeSpan atMost, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, departure.Begun);
        var start = clock.GetTimestamp();
        try
        {
            if (reading.Snapshot is { IsFinal: false } kept && !request.Conditions.Know(kept))
            {
                // What was read may be older than what the caller knows, so the reader tells what is news.
                reading = await reader.WaitForChangeAsync(request.Key, request.Conditions.State, atMost, ending.Token);
            }

            while (reading.Snapshot is { IsFinal: false } snapshot && request.Conditions.Know(snapshot))
            {
                if (atMost - clock.GetElapsedTime(start) is not { Ticks: > 0 } left)
                {
                    return await LastLookedAtAsync(request.Key, reading, ending.Token);
                }

                reading = await reader.WaitForChangeAsync(request.Key, snapshot.ETag, left, ending.Token);
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // The service stops: the caller gets what is known, and asks another node next time.
        }

        return reading;
    }

    // A wait tells of changes. That the provider said the same again meanwhile shows in the headers of an answer.
    private async Task<BatchReading> LastLookedAtAsync(BatchKey key, BatchReading reading, CancellationToken ending)
    {
        try
        {
            var stored = await reader.ReadAsync(key, BatchReadOptions.Stored, ending);
            return stored.Snapshot is null ? reading : stored;
        }
        catch (Exception failure) when (!ending.IsCancellationRequested && TransientFailure.Is(failure))
        {
            return reading;
        }
    }
}

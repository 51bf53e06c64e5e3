using Orleans.Concurrency;

namespace BatchGrains;

/// <summary>
/// One batch at one provider. The key is <see cref="BatchKey"/>'s text form, with the provider's canonical id
/// (see <see cref="IBatchAdmission"/>). Calls never throw for what a provider can do.
/// </summary>
[Alias("BatchGrains.IBatchGrain")]
public interface IBatchGrain : IGrainWithStringKey
{
    /// <summary>
    /// Reads the batch. Reads that arrive while a look at the provider is under way share it; a caller that goes away does not end it for the others.
    /// </summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:02:00")]
    [Alias("Read")]
    ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the snapshot's entity tag differs from <paramref name="knownETag"/> or the batch is final, but no longer than
    /// <paramref name="atMost"/> (15 s at most in one call), then answers as a read does. While somebody waits, the provider is looked at on schedule.
    /// A batch that is about to move to another silo answers its waiting calls early: call again.
    /// </summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:02:00")]
    [Alias("WaitForChange")]
    ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken = default);
}

using System.Runtime.CompilerServices;
using BatchGrains.Client;

namespace BatchGrains;

/// <summary>
/// One batch, as other services see it. Get it with <c>grainFactory.GetBatch(provider, batchId)</c>; it is cheap, has nothing to dispose of and may be
/// kept and shared between threads.
/// </summary>
/// <remarks>
/// <para>
/// Answers are values: a <see cref="BatchReading"/> has a snapshot, a <see cref="BatchFault"/>, or a stale snapshot with the fault that keeps it
/// stale. What a provider does is never an exception; only <see cref="GetAsync"/> and <see cref="ChangesAsync"/> throw
/// <see cref="BatchUnavailableException"/>, where there is nothing else to give.
/// </para>
/// <para>
/// When the silo that holds the batch dies or hands it over, reads are tried again for about ten seconds and waits go on; no change of state
/// is lost, though states between two looks at the provider are not seen by anyone. When after that no silo can be reached, <see cref="LookNowAsync"/>,
/// <see cref="WaitForChangeAsync"/> and <c>ReadAsync</c> throw Orleans' own exception (such as <see cref="SiloUnavailableException"/>),
/// <see cref="GetAsync"/> puts it into its own, and <see cref="WaitForCompletionAsync"/> and <see cref="ChangesAsync"/> go on waiting.
/// </para>
/// </remarks>
public sealed class BatchHandle
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private BatchAdmission? _admitted;

    internal BatchHandle(IBatchReader reader, TimeProvider time, string tenant, string provider, string batchId)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentException.ThrowIfNullOrEmpty(batchId);
        Reader = reader;
        _time = time;
        Tenant = tenant;
        Provider = provider;
        BatchId = batchId;
    }

    internal IBatchReader Reader { get; }

    /// <summary>The tenant whose credentials are used.</summary>
    public string Tenant { get; }

    /// <summary>The provider's name, such as <c>openai</c>.</summary>
    public string Provider { get; }

    /// <summary>The id as it was given. Another spelling of it names the same batch.</summary>
    public string BatchId { get; }

    /// <summary>Reads the batch.</summary>
    /// <param name="maxAge">
    /// How old the snapshot may be, counted from the provider's answer; null leaves it to the schedule, which looks every 5 to 60 seconds. A
    /// smaller age is met as far as the minimum interval between two looks and the account's budget allow.
    /// </param>
    /// <param name="cancellationToken">Ends this call, not the look at the provider that others share.</param>
    /// <exception cref="OrleansException">No silo could be reached for about ten seconds; or a <see cref="TimeoutException"/> when none answered for up to two minutes.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public ValueTask<BatchReading> ReadAsync(TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        ReadAsync(maxAge is null ? BatchReadOptions.Default : new BatchReadOptions { MaxAge = maxAge }, cancellationToken);

    /// <summary>
    /// Looks at the provider again before it answers, as far as the minimum interval between two looks and the account's budget allow;
    /// where they do not, the answer is the last snapshot, and <see cref="BatchReading.NextLookAt"/> tells when the next look is due.
    /// </summary>
    /// <param name="cancellationToken">Ends this call, not the look at the provider that others share.</param>
    /// <exception cref="OrleansException">No silo could be reached for about ten seconds; or a <see cref="TimeoutException"/> when none answered for up to two minutes.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public ValueTask<BatchReading> LookNowAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(BatchReadOptions.LookNow, cancellationToken);

    /// <summary>Reads the batch, or throws when nothing is known of it. A stale snapshot is returned like any other.</summary>
    /// <param name="maxAge">As in <see cref="ReadAsync(TimeSpan?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends this call.</param>
    /// <exception cref="BatchUnavailableException">There is no snapshot; its <see cref="BatchUnavailableException.Fault"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public async ValueTask<BatchSnapshot> GetAsync(TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        BatchReading reading;
        try
        {
            reading = await ReadAsync(maxAge, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && TransientFailure.Is(failure))
        {
            throw new BatchUnavailableException(Unreachable, failure);
        }

        return reading.Snapshot ?? throw new BatchUnavailableException(reading.Fault ?? Unreachable);
    }

    /// <summary>
    /// Waits until the batch differs from a known state or is final, then answers as a read does; the same state as before means that the time
    /// is over. A fault with nothing to serve is answered at once.
    /// </summary>
    /// <param name="knownETag">The <see cref="BatchSnapshot.ETag"/> of the state that the caller knows; null for none.</param>
    /// <param name="atMost">
    /// The longest wait, of any length; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. For its first answer a call takes some seconds more
    /// where the time is shorter.
    /// </param>
    /// <param name="cancellationToken">Ends this wait, not that of others.</param>
    /// <exception cref="OrleansException">No silo could be reached for about ten seconds; or a <see cref="TimeoutException"/> when none answered for up to two minutes.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public async ValueTask<BatchReading> WaitForChangeAsync(
        string? knownETag, TimeSpan atMost, CancellationToken cancellationToken = default)
    {
        var begun = _time.GetTimestamp();
        BatchAdmission admission;
        using (var first = new FirstAnswer(atMost, _time, cancellationToken))
        {
            try
            {
                admission = await AdmitAsync(first.Token);
            }
            catch (OperationCanceledException) when (first.IsLate)
            {
                return FirstAnswer.Missing;
            }
        }

        var left = atMost == Timeout.InfiniteTimeSpan ? atMost : atMost - _time.GetElapsedTime(begun);
        return admission.Key is { } key
            ? await Reader.WaitForChangeAsync(key, knownETag, left == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken)
            : Refused(admission);
    }

    /// <summary>
    /// Waits until the batch is completed, failed, expired or cancelled. Faults that may pass, and silos that can't be reached, are waited out.
    /// </summary>
    /// <param name="atMost">
    /// The longest wait, of any length; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. For its first answer a call takes some seconds more
    /// where the time is shorter.
    /// </param>
    /// <param name="cancellationToken">Ends this wait, not that of others.</param>
    /// <returns>
    /// The final snapshot; or, when the time is over, the last reading, whose snapshot is not final; or a fault that does not pass by itself
    /// (<see cref="BatchFault.IsPassing"/> is false), such as an unknown id.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public async ValueTask<BatchReading> WaitForCompletionAsync(TimeSpan atMost, CancellationToken cancellationToken = default)
    {
        BatchReading? last = null;
        await foreach (var reading in FollowAsync(atMost, cancellationToken))
        {
            last = last?.Snapshot is null || reading.Snapshot is not null || HasEnded(reading) ? reading : last;
        }

        return last!;
    }

    /// <summary>
    /// The states of the batch as they come, from the present one on: each once, and none after the final one. A slow consumer gets the newest
    /// state and skips those between. Faults that may pass, and silos that can't be reached, are waited out.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BatchUnavailableException">The batch can't be asked for or is gone, and that does not pass by itself.</exception>
    public async IAsyncEnumerable<BatchSnapshot> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? known = null;
        await foreach (var reading in FollowAsync(Timeout.InfiniteTimeSpan, cancellationToken))
        {
            if (reading.Snapshot is { } snapshot && snapshot.ETag != known)
            {
                known = snapshot.ETag;
                yield return snapshot;
            }
            else if (HasEnded(reading) && reading is { Snapshot: null, Fault: { } fault })
            {
                throw new BatchUnavailableException(fault);
            }
        }
    }

    private async IAsyncEnumerable<BatchReading> FollowAsync(TimeSpan atMost, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = atMost == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : atMost;
        var begun = _time.GetTimestamp();
        BatchSnapshot? known = null;
        while (true)
        {
            var left = limit - _time.GetElapsedTime(begun);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            var (reading, pause) = await NextAsync(known, left, cancellationToken);
            if (reading is not null)
            {
                known = reading.Snapshot ?? known;
                yield return reading;
                if (HasEnded(reading))
                {
                    yield break;
                }
            }

            left = limit - _time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
            {
                yield break;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause < left ? pause : left, _time, cancellationToken);
            }
        }
    }

    private async ValueTask<(BatchReading? Reading, TimeSpan Pause)> NextAsync(
        BatchSnapshot? known, TimeSpan left, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await WaitForChangeAsync(known?.ETag, left, cancellationToken);
            return reading.Snapshot switch
            {
                null => (reading, Pause(reading.Fault)),
                // A silo that died before it could store its last snapshot is followed by one that knows the one before.
                { IsFinal: false } snapshot when snapshot.ObservedAt < known?.ObservedAt => (null, ShortestPause),
                _ => (reading, TimeSpan.Zero),
            };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && TransientFailure.Is(failure))
        {
            // With no state to give when the time is over, the caller gets a fault like any other.
            return (known is null ? new BatchReading { Fault = Unreachable, Origin = BatchReadingOrigin.Miss } : null, ShortestPause);
        }
    }

    private async ValueTask<BatchReading> ReadAsync(BatchReadOptions options, CancellationToken cancellationToken)
    {
        var admission = await AdmitAsync(cancellationToken);
        return admission.Key is { } key ? await Reader.ReadAsync(key, options, cancellationToken) : Refused(admission);
    }

    private async ValueTask<BatchAdmission> AdmitAsync(CancellationToken cancellationToken)
    {
        if (_admitted is { } known)
        {
            return known;
        }

        var admission = await Reader.AdmitAsync(Tenant, Provider, BatchId, cancellationToken);
        if (admission.Key is not null)
        {
            _admitted = admission;
        }

        return admission;
    }

    private static BatchReading Refused(BatchAdmission admission) =>
        new() { Fault = admission.Fault ?? Unreachable, Origin = BatchReadingOrigin.Miss };

    private static bool HasEnded(BatchReading reading) =>
        reading is { Snapshot.IsFinal: true } or { Snapshot: null, Fault.IsPassing: false };

    private static TimeSpan Pause(BatchFault? fault) => fault?.RetryAfter is { } asked
        ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, ShortestPause.Ticks, LongestPause.Ticks))
        : UsualPause;

    private static BatchFault Unreachable { get; } = new()
    {
        Code = BatchFaultCode.Internal,
        Message = "No silo that can tell of the batch could be reached.",
    };
}

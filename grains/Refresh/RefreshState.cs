namespace BatchGrains.Grains.Refresh;

/// <summary>
/// What a batch's grain knows, and how each look changes it. Single-threaded, without I/O; time and chance come in with the calls.
/// </summary>
internal sealed class RefreshState
{
    private DateTimeOffset? _nextLookAt;
    private DateTimeOffset _leastLookAt;
    private DateTimeOffset _firstNotFoundAt;
    private int _notFoundLooks;
    private int _failures;

    /// <summary>The last snapshot; null when the batch is not known.</summary>
    public BatchSnapshot? Snapshot { get; private set; }

    /// <summary>The account that knows the batch.</summary>
    public string? Account { get; private set; }

    /// <summary>Why the last look failed; null when it did not.</summary>
    public BatchFault? Fault { get; private set; }

    /// <summary>When the next look is due; null for never.</summary>
    public DateTimeOffset? NextLookAt => _nextLookAt;

    /// <summary>
    /// Takes up what was stored. The schedule goes on from when the stored snapshot was made; a final one that is never looked at again stays so.
    /// Looks that saw no change of a running batch, or failed, are not stored: a batch that is activated anew may be looked at at once, below
    /// its provider's floor.
    /// </summary>
    public void Restore(BatchState stored, in RefreshLimits limits)
    {
        Snapshot = stored.Snapshot;
        Account = stored.Account;
        Fault = null;
        if (Snapshot is not null)
        {
            _nextLookAt = Snapshot.IsFinal
                ? limits.RecheckOf(Snapshot, Snapshot.ObservedAt)
                : Snapshot.ObservedAt + RefreshPolicy.FreshFor(Snapshot.ObservedAt - Snapshot.ChangedAt, limits, null, 0);
            _leastLookAt = Snapshot.ObservedAt + limits.MinimumInterval;
        }
    }

    /// <summary>
    /// Settles what is known with what another activation has stored meanwhile: the later sight of the batch stands, and its version is
    /// past the other's, so that versions never go back.
    /// </summary>
    /// <returns>Whether the other's snapshot is the one that is known from now on.</returns>
    public bool Reconcile(BatchState stored, in RefreshLimits limits)
    {
        if (Snapshot is not { } own || stored.Snapshot is not { } other)
        {
            return false;
        }

        if (other.ObservedAt > own.ObservedAt && other.ETag != own.ETag)
        {
            Snapshot = other;
            Account = stored.Account;
            if (other.IsFinal)
            {
                Fault = null;
                _nextLookAt = limits.RecheckOf(other, other.ObservedAt);
            }

            return true;
        }

        var least = other.ETag == own.ETag ? other.Version : other.Version + 1;
        if (own.Version < least)
        {
            Snapshot = own with { Version = least };
        }

        return false;
    }

    /// <summary>Whether a read may not be answered from what is known.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxAge">How old the reader lets a snapshot be; null leaves it to the schedule.</param>
    public bool IsDue(DateTimeOffset now, TimeSpan? maxAge)
    {
        if (Snapshot is null)
        {
            return Fault is null || _nextLookAt is null || now >= _nextLookAt || (maxAge == TimeSpan.Zero && now >= _leastLookAt);
        }

        if (_nextLookAt is { } next && now >= next)
        {
            return true;
        }

        return maxAge is { } age && !Snapshot.IsFinal && now - Snapshot.ObservedAt >= age && now >= _leastLookAt;
    }

    /// <summary>
    /// How long a batch of which nothing is known stays in memory when nobody asks. Past its next look where a provider failed, so that the
    /// back-off grows however seldom it is read: only calls that were made bring such faults, so the budget bounds them. All others, which a
    /// flood of made-up ids brings without end, leave soon.
    /// </summary>
    public TimeSpan RemembersFaultFor(DateTimeOffset now, in RefreshLimits limits) => Fault?.Code is BatchFaultCode.ProviderError
        or BatchFaultCode.ProviderTimeout or BatchFaultCode.ProviderBadResponse or BatchFaultCode.ProviderAuthFailed
        ? Longer(limits.NotFound, _nextLookAt - now + limits.Max)
        : limits.NotFound;

    /// <summary>Takes up what a look brought.</summary>
    /// <returns>Whether what is known is to be stored: it has changed, or its date says when a final batch is looked at again.</returns>
    public bool Apply(LookOutcome outcome, in RefreshLimits limits, bool keepRaw, DateTimeOffset now, double jitter) => outcome.Batch is { } batch
        ? Succeeded(batch, outcome, limits, keepRaw, now, jitter)
        : Failed(outcome.Fault!, outcome, limits, now, jitter);

    private bool Succeeded(Batch batch, LookOutcome outcome, in RefreshLimits limits, bool keepRaw, DateTimeOffset now, double jitter)
    {
        var json = SnapshotRenderer.Render(batch);
        var etag = SnapshotRenderer.ETag(json.Span);
        var changed = etag != Snapshot?.ETag;
        var rebound = Account != outcome.Account;
        Snapshot = new BatchSnapshot
        {
            Json = changed ? json : Snapshot!.Json,
            ETag = changed ? etag : Snapshot!.ETag,
            Version = (Snapshot?.Version ?? 0) + (changed ? 1 : 0),
            Status = batch.Status,
            ObservedAt = now,
            ChangedAt = changed ? now : Snapshot!.ChangedAt,
            LatencyMilliseconds = (long)outcome.Latency.TotalMilliseconds,
            RawResponse = keepRaw ? outcome.Raw : default,
        };
        Account = outcome.Account;
        Fault = null;
        _failures = 0;
        _notFoundLooks = 0;
        _leastLookAt = now + limits.LeastAfter(outcome.RetryAfter);
        _nextLookAt = Snapshot.IsFinal
            ? limits.RecheckOf(Snapshot, now, outcome.RetryAfter)
            : now + RefreshPolicy.FreshFor(now - Snapshot.ChangedAt, limits, outcome.RetryAfter, jitter);
        return changed || rebound || (Snapshot.IsFinal && _nextLookAt is not null);
    }

    private bool Failed(BatchFault fault, LookOutcome outcome, in RefreshLimits limits, DateTimeOffset now, double jitter)
    {
        _leastLookAt = now + limits.LeastAfter(outcome.RetryAfter);
        if (Snapshot is { IsFinal: true } final)
        {
            // A final snapshot stays true, whatever becomes of the provider's record of it.
            _nextLookAt = limits.RecheckOf(final, now, outcome.RetryAfter);
            return false;
        }

        Fault = fault;
        _failures++;
        if (fault.Code is BatchFaultCode.BatchNotFound)
        {
            return NotFound(outcome, limits, now, jitter);
        }

        _nextLookAt = now + RefreshPolicy.AfterFailure(_failures, limits, outcome.RetryAfter, outcome.ShouldRetry, jitter);
        return false;
    }

    private bool NotFound(LookOutcome outcome, in RefreshLimits limits, DateTimeOffset now, double jitter)
    {
        if (Snapshot is null)
        {
            _nextLookAt = now + Longer(limits.NotFound, outcome.RetryAfter);
            return false;
        }

        _firstNotFoundAt = _notFoundLooks == 0 ? now : _firstNotFoundAt;
        _notFoundLooks++;
        if (!RefreshPolicy.IsGone(_notFoundLooks, now - _firstNotFoundAt))
        {
            // x-should-retry: false stands on every 404 of some providers; here it must not stretch the grace.
            _nextLookAt = now + RefreshPolicy.AfterFailure(_failures, limits, outcome.RetryAfter, null, jitter);
            return false;
        }

        Snapshot = null;
        Account = null;
        _notFoundLooks = 0;
        _nextLookAt = now + Longer(limits.NotFound, outcome.RetryAfter);
        return true;
    }

    private static TimeSpan Longer(TimeSpan interval, TimeSpan? other) => other is { } given && given > interval ? given : interval;
}

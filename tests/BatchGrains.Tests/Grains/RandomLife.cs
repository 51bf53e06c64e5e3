using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Grains;

/// <summary>One batch's life, made up step by step from a seed, with the rules that hold after each step.</summary>
internal sealed partial class RandomLife(GrainCluster cluster, ObservedRandom jitter, int seed)
{
    private const double LongestRetryAfter = 90;

    // Refresh:MinSeconds, less a tenth.
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(4.5);

    // Twice the limit of a request.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(40);

    private static readonly BatchFaultCode[] Faults =
    [
        BatchFaultCode.ProviderTimeout, BatchFaultCode.ProviderRateLimited, BatchFaultCode.ProviderError, BatchFaultCode.ProviderAuthFailed,
        BatchFaultCode.ProviderBadResponse, BatchFaultCode.ProviderUnavailable, BatchFaultCode.BatchNotFound, BatchFaultCode.Internal,
    ];

    private readonly Random _random = new(seed);
    private readonly IBatchGrain _grain = cluster.Batch($"life-{seed}");
    private readonly List<Later> _later = [];
    private readonly HashSet<TimeSpan> _timers = [];
    private readonly Lock _lock = new();
    private Func<ProviderAnswer?> _answer = () => ScriptedProvider.Running();
    private ScriptedProvider.Call? _held;
    private string? _lastSeen;
    private DateTimeOffset _calledAt;
    private int _lossesAtCall;
    private bool _isHasty;
    private bool _isHolding;
    private bool _isFinal;
    private bool _isUnread;
    private bool _isTakenUp = true;
    private int _losses;
    private int _calls;
    private int _waits;
    private int _inFlight;
    private int _mostInFlight;
    private int _allowed;
    private long _version;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What was done, for a failure's message.</summary>
    public List<string> Steps { get; } = [];

    public async Task RunAsync(int steps)
    {
        cluster.Provider.Answer = Answered;
        jitter.Taken = TakenUp;
        (cluster.Storage.FailsReads, cluster.Storage.FailsWrites, cluster.Storage.LosesAnswers) = (false, false, false);
        for (var step = 0; step < steps; step++)
        {
            var (wasFinal, calls, losses) = (_isFinal, _calls, _losses);
            await StepAsync();
            await SettleAsync();
            await SeeLaterAsync();
            Assert.True(_mostInFlight <= 1, "Two looks were in flight.");
            Assert.False(_isHasty, "Two looks came too soon after each other.");
            Assert.True(_calls <= _allowed, $"{_calls} calls for {_allowed} reads and scheduled looks.");
            Assert.False(wasFinal && losses == _losses && _calls > calls, "A final batch was looked at again.");
        }

        await ReleaseAsync();
        await EndWaitsAsync();
    }

    private async Task StepAsync()
    {
        switch (_random.Next(20))
        {
            case < 6:
                await ReadAsync(_random.Next(8) switch
                {
                    0 => BatchReadOptions.LookNow,
                    1 => new BatchReadOptions { MaxAge = TimeSpan.FromSeconds(_random.Next(30)) },
                    _ => BatchReadOptions.Default,
                });
                break;
            case 6:
                Steps.Add("stored");
                See(await _grain.Read(BatchReadOptions.Stored, Cancel));
                break;
            case 7 or 8:
                await WaitAsync();
                break;
            case < 14:
                var seconds = Math.Round(Math.Pow(_random.NextDouble(), 3) * 80, 1);
                Steps.Add($"advance {seconds}");
                _allowed += IsWaiting ? 1 : 0;
                Advance(seconds);
                break;
            case < 17:
                Script();
                break;
            case 17:
                Break(_random.Next(4));
                break;
            case 18:
                await ReleaseAsync();
                break;
            default:
                await LeaveAsync();
                break;
        }
    }

    private async Task ReadAsync(BatchReadOptions options)
    {
        Steps.Add($"read {options.MaxAge?.TotalSeconds}");
        _allowed++;
        var reading = _grain.Read(options, Cancel).AsTask();
        await SettleAsync(reading);
        if (_held is not null && !reading.IsCompleted)
        {
            // It waits for the look that the provider does not answer.
            _later.Add(new Later(reading, Wait: null, _version, _losses));
            return;
        }

        var now = cluster.Time.GetUtcNow();
        var read = await reading;
        See(read);
        if (_held is null)
        {
            var longest = TimeSpan.FromSeconds(Math.Max(66, LongestRetryAfter));
            Assert.True(read.Snapshot is { IsFinal: true } ? read.NextLookAt is null : read.NextLookAt > now, "A read left the batch due.");
            Assert.True(read.NextLookAt is null || read.NextLookAt <= now + longest, "The next look is too far.");
            Assert.False(read is { Fault: null, Snapshot.IsFinal: false } && now - read.Snapshot.ObservedAt > longest, "Too old without a reason.");
            Assert.False(read.Origin is BatchReadingOrigin.Refreshed && read.Snapshot!.ObservedAt != now, "Refreshed, but not now.");
        }
    }

    private async Task WaitAsync()
    {
        if (_held is not null || _lastSeen is null)
        {
            return;
        }

        Steps.Add("wait");
        _allowed++;
        // Each is of a length of its own, by which its timer is known.
        var wait = TimeSpan.FromMilliseconds((1000 * (1 + _random.Next(14))) + ++_waits);
        var waiting = _grain.WaitForChange(_lastSeen, wait, Cancel).AsTask();
        _later.Add(new Later(waiting, wait, _version, _losses));
        await SettleAsync();
    }

    private void Advance(double seconds)
    {
        lock (_lock)
        {
            if (_held is not null && cluster.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - _calledAt >= LongestLook)
            {
                Steps.Add("time-out");
                _held = null;
                _inFlight--;
            }
        }

        cluster.Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private void Script()
    {
        var number = _random.Next(4);
        var code = Faults[_random.Next(Faults.Length)];
        TimeSpan? retryAfter = _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.Next((int)LongestRetryAfter)) : null;
        bool? shouldRetry = _random.Next(4) == 0 ? false : null;
        var kind = _random.Next(12);
        Steps.Add($"script {kind switch { < 5 => $"running {number}", < 10 => $"{code} {retryAfter?.TotalSeconds} {shouldRetry}", 10 => "held", _ => "ended" }}");
        Func<ProviderAnswer?> answer = kind switch
        {
            < 5 => () => ScriptedProvider.Running(number) with { RetryAfter = retryAfter },
            < 10 when code is BatchFaultCode.Internal => () => throw new InvalidOperationException("a bug"),
            < 10 => () => ScriptedProvider.Fault(code, retryAfter) with { ShouldRetry = shouldRetry },
            10 => () => null,
            _ => () => ScriptedProvider.Ended((BatchStatus)(_random.Next(2) == 0 ? 4 : 1)),
        };
        lock (_lock)
        {
            (_answer, _isHolding) = (answer, kind == 10);
        }
    }

    private void Break(int what)
    {
        var storage = cluster.Storage;
        (storage.FailsReads, storage.FailsWrites, storage.LosesAnswers) = what switch
        {
            0 => (true, true, false),
            1 => (false, true, false),
            2 => (false, false, true),
            _ => (false, false, false),
        };
        Steps.Add($"storage {what}");
    }

    private async Task LeaveAsync()
    {
        await ReleaseAsync();
        Steps.Add("leave");
        await EndWaitsAsync();
        await cluster.DeactivateAsync(_grain);
        // What was not stored is lost; what can't be read is not there.
        var stored = cluster.Storage.FailsReads ? null : cluster.Storage.RecordOf(_grain)?.Snapshot;
        if (!_isUnread && cluster.Storage is { FailsReads: false, FailsWrites: false, LosesAnswers: false })
        {
            Assert.True(stored?.ETag == _lastSeen, "What was seen last was not stored, though storage was well.");
            Assert.True((stored?.Version ?? 0) >= _version, "An older version was stored.");
        }

        Lose(stored);
        _isUnread = cluster.Storage.FailsReads;
        See(await _grain.Read(BatchReadOptions.Stored, Cancel));
    }

    private void Lose(BatchSnapshot? left)
    {
        _version = left?.Version ?? 0;
        _lastSeen = left?.ETag;
        _isFinal = left is { IsFinal: true };
        _losses++;
    }

    // A grain lets its calls end before it leaves.
    private async Task EndWaitsAsync()
    {
        while (IsWaiting)
        {
            _allowed++;
            Advance(1);
            await SettleAsync();
        }

        await SeeLaterAsync();
        Assert.Empty(_later);
    }

    private bool IsWaiting => _later.Exists(later => later is { IsWait: true, Reading.IsCompleted: false });

    private async Task ReleaseAsync()
    {
        ScriptedProvider.Call? held;
        var late = ScriptedProvider.Running(7);
        lock (_lock)
        {
            (held, _held) = (_held, null);
            if (_isHolding)
            {
                (_answer, _isHolding) = (() => late, false);
            }

            if (held is not null)
            {
                Steps.Add("release");
                _lastSeen = Tag(late);
                _inFlight--;
            }
        }

        held?.Reply.SetResult(late);
        await Eventually.Holds(() => _later.TrueForAll(later => later.IsWait || later.Reading.IsCompleted));
        await SettleAsync();
    }
}

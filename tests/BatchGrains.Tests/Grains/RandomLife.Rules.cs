using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Grains;

/// <summary>What is seen of the provider's side and of the readings, and what must hold of it.</summary>
internal sealed partial class RandomLife
{
    private ProviderAnswer? Answered(ScriptedProvider.Call call)
    {
        lock (_lock)
        {
            var now = cluster.Time.GetUtcNow();
            _isHasty |= _lossesAtCall == _losses && now - _calledAt < LeastInterval;
            (_calledAt, _lossesAtCall) = (now, _losses);
            _calls++;
            _mostInFlight = Math.Max(_mostInFlight, _inFlight + 1);
            _isTakenUp = false;
            var answer = _answer();
            if (answer is null)
            {
                _inFlight++;
                _held = call;
            }
            else if (answer.Batch is not null)
            {
                _lastSeen = Tag(answer);
                _isFinal = answer.Batch.Status.IsTerminal;
            }

            return answer;
        }
    }

    private void See(BatchReading reading)
    {
        if (reading.Snapshot is not { } snapshot)
        {
            Assert.NotNull(reading.Fault);
            Assert.False(_isFinal, "A final batch is gone.");
            Lose(null);
            return;
        }

        Assert.True(snapshot.Version >= _version, $"Version {snapshot.Version} after {_version}.");
        if (_isUnread && snapshot.ETag == cluster.Storage.RecordOf(_grain)?.Snapshot?.ETag)
        {
            _lastSeen = snapshot.ETag;
        }

        Assert.True(snapshot.ETag == _lastSeen, "Not what the provider said last.");
        _version = snapshot.Version;
        _isFinal = snapshot.IsFinal;
    }

    private async Task SeeLaterAsync()
    {
        foreach (var later in _later.Where(later => later.Reading.IsCompleted))
        {
            var reading = await later.Reading;
            Assert.True(reading.Snapshot is not null || reading.Fault is not null);
            Assert.True(reading.Snapshot is null || later.Losses != _losses || reading.Snapshot.Version >= later.Version, "An older version came later.");
        }

        _later.RemoveAll(later => later.Reading.IsCompleted);
    }

    // Each look that ends takes one number for its schedule, in the turn in which what it brought is taken up.
    private void TakenUp()
    {
        lock (_lock)
        {
            _isTakenUp = true;
        }
    }

    // Until all that a step set off has happened, or waits for the provider. However slow the machine is, nothing here guesses at that.
    private Task SettleAsync(Task? reading = null) => Eventually.HoldsAsync(async () =>
    {
        lock (_lock)
        {
            if (_held is not null || !_isTakenUp)
            {
                return _held is not null;
            }
        }

        // In a turn of the grain after the one in which the look was taken up.
        var stored = await _grain.Read(BatchReadOptions.Stored, Cancel);
        while (cluster.Time.Timers.TryRead(out var due))
        {
            _timers.Add(due);
        }

        return reading is not { IsCompleted: false } && _later.TrueForAll(HasBegun) && !(IsWaiting && stored.NextLookAt <= cluster.Time.GetUtcNow());
    });

    // A wait sets its own timer after the one for the next look. Were the clock moved before, both would be late.
    private bool HasBegun(Later later) => later.Reading.IsCompleted || later.Wait is not { } wait || _timers.Contains(wait);

    private static string Tag(ProviderAnswer answer) =>
        BatchGrains.Grains.SnapshotRenderer.ETag(BatchGrains.Grains.SnapshotRenderer.Render(answer.Batch!).Span);

    private sealed record Later(Task<BatchReading> Reading, TimeSpan? Wait, long Version, int Losses)
    {
        public bool IsWait => Wait is not null;
    }
}

using System.Collections.Concurrent;
using BatchGrains.Client;

namespace BatchGrains.Tests.Api;

/// <summary>Stands for the grains: what it answers is set by the test, and what it was asked is kept.</summary>
internal sealed class FakeBatchReader(TimeProvider clock) : IBatchReader
{
    private readonly ConcurrentDictionary<string, BatchReading> _readings = new();
    private readonly SemaphoreSlim _waitBegan = new(0);
    private readonly SemaphoreSlim _waitEnded = new(0);
    private Task _lastWait = Task.CompletedTask;
    private TaskCompletionSource _changed = NewSignal();
    private int _waits;

    /// <summary>The fault of a provider and id, before any reading; null admits.</summary>
    public Func<string, string, BatchFault?> Admission { get; set; } = Faults.OfAdmission;

    /// <summary>Thrown by every read, when set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown by every wait, when set.</summary>
    public Exception? WaitFailure { get; set; }

    /// <summary>What reads of what is stored answer, if anything else.</summary>
    public BatchReading? Stored { get; set; }

    /// <summary>What reads answer that may be answered from what is kept in the process, if anything else.</summary>
    public BatchReading? Kept { get; set; }

    public ConcurrentQueue<(BatchKey Key, BatchReadOptions Options)> Reads { get; } = new();

    public ConcurrentQueue<(string Tenant, string Provider, string BatchId)> Admissions { get; } = new();

    /// <summary>How many waits were asked for.</summary>
    public int Waits => Volatile.Read(ref _waits);

    /// <summary>How long the last wait was to be.</summary>
    public TimeSpan LastWait { get; private set; }

    /// <summary>Whether the last wait still waits, before anything that its end sets off.</summary>
    public bool IsWaiting => !Volatile.Read(ref _lastWait).IsCompleted;

    public void Set(string batchId, BatchReading reading)
    {
        _readings[batchId] = reading;
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    /// <summary>Completes when one more wait has begun.</summary>
    public Task WaitBeganAsync() => _waitBegan.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Completes when one more wait has ended.</summary>
    public Task WaitEndedAsync() => _waitEnded.WaitAsync(TestContext.Current.CancellationToken);

    public ValueTask<BatchAdmission> AdmitAsync(string tenant, string provider, string batchId, CancellationToken cancellationToken = default)
    {
        Admissions.Enqueue((tenant, provider, batchId));
        return ValueTask.FromResult(
            Admission(provider, batchId) is { } fault ? new BatchAdmission { Fault = fault }
            : BatchKey.TryCreate(tenant, provider, batchId, out var key) ? new BatchAdmission { Key = key }
            : new BatchAdmission { Fault = Faults.Of(BatchFaultCode.InvalidBatchId) });
    }

    public ValueTask<BatchReading> ReadAsync(BatchKey key, BatchReadOptions options, CancellationToken cancellationToken = default)
    {
        Reads.Enqueue((key, options));
        var reading = (options.OnlyIfCached ? Stored : Kept) ?? Current(key);
        return Failure is null ? ValueTask.FromResult(reading) : throw Failure;
    }

    public async ValueTask<BatchReading> WaitForChangeAsync(
        BatchKey key, string? knownETag, TimeSpan atMost, CancellationToken cancellationToken = default)
    {
        LastWait = atMost;
        Interlocked.Increment(ref _waits);
        if (WaitFailure is not null)
        {
            throw WaitFailure;
        }

        var start = clock.GetTimestamp();
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            var reading = Current(key);
            if (reading.Snapshot is null || reading.Snapshot.ETag != knownETag || reading.Snapshot.IsFinal)
            {
                return reading;
            }

            var wait = changed.Task.WaitAsync(atMost - clock.GetElapsedTime(start), clock, cancellationToken);
            Volatile.Write(ref _lastWait, wait);
            _waitBegan.Release();
            try
            {
                await wait;
            }
            catch (TimeoutException)
            {
                return Current(key);
            }
            finally
            {
                _waitEnded.Release();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BatchReading Current(BatchKey key) =>
        _readings.GetValueOrDefault(key.BatchId) ?? new BatchReading { Fault = Faults.Of(BatchFaultCode.BatchNotFound) };
}

using System.Collections.Concurrent;

namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>A batch's grain as the interface documents it, which tests can break.</summary>
internal sealed class FakeBatch(TimeProvider time) : IBatchGrain
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BatchReading _reading = new() { Fault = new() { Code = BatchFaultCode.BatchNotFound, Message = "Unknown." } };
    private int _reads;
    private int _waits;
    private int _waiting;

    public int Reads => Volatile.Read(ref _reads);

    public int Waits => Volatile.Read(ref _waits);

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What the next calls do instead of answering.</summary>
    public ConcurrentQueue<Func<CancellationToken, Task>> Accidents { get; } = new();

    /// <summary>What every call does instead of answering.</summary>
    public Func<CancellationToken, Task>? Broken { get; set; }

    /// <summary>A wait that does not wait, as in a silo on its way out.</summary>
    public bool IsLeaving { get; set; }

    public BatchReading Says
    {
        get => _reading;
        set
        {
            lock (_gate)
            {
                _reading = value;
                _changed.TrySetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public async ValueTask<BatchReading> Read(BatchReadOptions options, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await AccidentAsync(cancellationToken);
        return _reading;
    }

    public async ValueTask<BatchReading> WaitForChange(string? knownETag, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waits);
        Interlocked.Increment(ref _waiting);
        try
        {
            await AccidentAsync(cancellationToken);
            Task changed;
            lock (_gate)
            {
                if (IsLeaving || _reading.Snapshot is not { IsFinal: false } snapshot || snapshot.ETag != knownETag)
                {
                    return _reading;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(atMost, time, cancellationToken);
            }
            catch (TimeoutException)
            {
            }

            return _reading;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task AccidentAsync(CancellationToken cancellationToken)
    {
        if (Accidents.TryDequeue(out var accident))
        {
            await accident(cancellationToken);
        }
        else if (Broken is { } broken)
        {
            await broken(cancellationToken);
        }
    }
}

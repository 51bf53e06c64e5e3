using System.Collections.Concurrent;
using Orleans.Storage;

namespace BatchGrains.Tests.Grains;

/// <summary>
/// Memory storage with ETags that fails when a test says so, and counts its writes. It answers in a turn of its own, as storage over a network
/// does.
/// </summary>
internal sealed class FaultyStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, (object State, string ETag)> _records = new();
    private readonly SemaphoreSlim _written = new(0);
    private int _tags;

    public bool FailsReads { get; set; }

    /// <summary>Reads never end.</summary>
    public bool HangsReads { get; set; }

    public bool FailsWrites { get; set; }

    /// <summary>Writes succeed, but look failed to whoever writes.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Holds writes until it is set; null lets them through at once.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Reads that were begun, whatever came of them.</summary>
    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>Writes that were begun, whatever came of them.</summary>
    public int Tries { get; private set; }

    public IEnumerable<BatchGrains.Grains.BatchState> Records => _records.Values.Select(record => (BatchGrains.Grains.BatchState)record.State);

    public BatchGrains.Grains.BatchState? RecordOf(IBatchGrain grain) =>
        _records.TryGetValue(grain.GetGrainId(), out var record) ? (BatchGrains.Grains.BatchState)record.State : null;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Reads++;
        await Answers();
        if (HangsReads)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }

        if (FailsReads)
        {
            throw new IOException("storage is down");
        }

        var found = _records.TryGetValue(grainId, out var record);
        grainState.State = found ? (T)record.State : Activator.CreateInstance<T>();
        grainState.ETag = found ? record.ETag : null;
        grainState.RecordExists = found;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        Tries++;
        await Answers();
        if (FailsWrites)
        {
            _written.Release();
            throw new IOException("storage is down");
        }

        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        Check(grainId, grainState.ETag);
        var tag = NextTag();
        _records[grainId] = (grainState.State!, tag);
        Writes++;
        _written.Release();
        if (LosesAnswers)
        {
            throw new IOException("the answer was lost");
        }

        grainState.ETag = tag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Answers();
        Check(grainId, grainState.ETag);
        _records.TryRemove(grainId, out _);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        _written.Release();
    }

    /// <summary>Another node writes in between.</summary>
    public void Touch()
    {
        foreach (var (id, record) in _records)
        {
            _records[id] = (record.State, NextTag());
        }
    }

    /// <summary>Another node writes something else in between.</summary>
    public void Replace(Func<BatchGrains.Grains.BatchState, BatchGrains.Grains.BatchState> change)
    {
        foreach (var (id, record) in _records)
        {
            _records[id] = (change((BatchGrains.Grains.BatchState)record.State), NextTag());
        }
    }

    /// <summary>Waits until the next write was tried.</summary>
    public async Task NextWriteAsync(CancellationToken cancellationToken) =>
        Assert.True(await _written.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken), "No write came.");

    private static async Task Answers() => await Task.Yield();

    private string NextTag() => Interlocked.Increment(ref _tags).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Check(GrainId grainId, string? etag)
    {
        var current = _records.TryGetValue(grainId, out var record) ? record.ETag : null;
        if (current != etag)
        {
            throw new InconsistentStateException("changed in between", current, etag);
        }
    }
}

using BatchGrains.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>Waits of callers that know a newer state than what is kept here, or than what the grain knows.</summary>
public sealed class NewerStateTests : IDisposable
{
    private const string Old = "W/\"1\"";
    private const string New = "W/\"2\"";

    private readonly ReaderStage _stage = new();
    private readonly CachedBatchReader _other;

    public NewerStateTests() => _other = new(_stage.Factory, _stage.Time, new(), hedges: true, NullLogger.Instance);

    public void Dispose()
    {
        _other.Dispose();
        _stage.Dispose();
    }

    [Fact]
    public async Task A_caller_that_another_process_told_a_newer_state_waits_for_the_next()
    {
        _stage.Batch.Says = _stage.Seen(etag: Old) with { NextLookAt = _stage.Time.GetUtcNow() + TimeSpan.FromMinutes(1) };
        await _other.ReadAsync(ReaderStage.Key, BatchReadOptions.Default, ReaderStage.Token);
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        _stage.Batch.Says = _stage.Seen(etag: New);

        var waits = Enumerable.Range(0, 100).Select(_ => WaitAsync(_other)).ToArray();
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1 || waits.Any(wait => wait.IsCompleted));
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        Assert.InRange(_stage.Batch.Reads, 2, 3);

        _stage.Batch.Says = _stage.Seen(etag: "W/\"3\"");
        Assert.All(await Task.WhenAll(waits), reading => Assert.Equal("W/\"3\"", reading.Snapshot?.ETag));
    }

    [Fact]
    public async Task A_caller_is_not_told_an_older_state_than_was_seen_here_when_a_silo_died_with_it()
    {
        var before = _stage.Seen(etag: Old);
        _stage.Time.Advance(TimeSpan.FromSeconds(20));
        _stage.Batch.Says = _stage.Seen(etag: New);
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(11));
        _stage.Batch.Says = before;

        var wait = WaitAsync(_stage.Reader);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1 || wait.IsCompleted);
        Assert.False(wait.IsCompleted);

        _stage.Batch.Says = _stage.Seen(etag: "W/\"3\"");
        Assert.Equal("W/\"3\"", (await wait).Snapshot?.ETag);
    }

    [Fact]
    public async Task A_caller_that_knows_an_older_state_is_told_the_newer_one_at_once()
    {
        _stage.Batch.Says = _stage.Seen(etag: New);
        await _stage.ReadAsync();

        var reading = await _stage.Reader.WaitForChangeAsync(ReaderStage.Key, Old, TimeSpan.FromMinutes(1), ReaderStage.Token);

        Assert.Equal(New, reading.Snapshot?.ETag);
        Assert.Equal(0, _stage.Batch.Waits);
    }

    private static Task<BatchReading> WaitAsync(CachedBatchReader reader) =>
        reader.WaitForChangeAsync(ReaderStage.Key, New, TimeSpan.FromMinutes(1), ReaderStage.Token).AsTask();
}

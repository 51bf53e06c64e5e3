using BatchGrains.Client;

namespace BatchGrains.Tests.GrainInterfaces.Client;

public sealed class BatchReadingTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_fresh_snapshot_is_served_without_a_call()
    {
        _stage.Batch.Says = _stage.Seen();

        var first = await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(9));
        var second = await _stage.ReadAsync();

        Assert.Equal(BatchReadingOrigin.Miss, first.Origin);
        Assert.Equal(BatchReadingOrigin.Hit, second.Origin);
        Assert.Same(first.Snapshot, second.Snapshot);
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task The_grain_is_asked_again_once_the_next_look_is_due()
    {
        _stage.Batch.Says = _stage.Seen();
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        _stage.Batch.Says = _stage.Seen(etag: "W/\"2\"");

        Assert.Equal("W/\"2\"", (await _stage.ReadAsync()).Snapshot?.ETag);
        Assert.Equal(2, _stage.Batch.Reads);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    [InlineData(0, 2)]
    public async Task A_snapshot_older_than_the_reader_allows_is_not_served_from_here(int maxAgeSeconds, int expectedCalls)
    {
        _stage.Batch.Says = _stage.Seen();
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(3));

        await _stage.ReadAsync(new BatchReadOptions { MaxAge = TimeSpan.FromSeconds(maxAgeSeconds) });

        Assert.Equal(expectedCalls, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_final_snapshot_is_served_for_ever()
    {
        _stage.Batch.Says = _stage.Seen(BatchStatus.Completed);
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromDays(400));

        var reading = await _stage.ReadAsync(BatchReadOptions.LookNow);

        Assert.Equal(BatchStatus.Completed, reading.Snapshot?.Status);
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_final_snapshot_that_is_looked_at_again_is_fresh_until_then()
    {
        _stage.Batch.Says = _stage.Seen(BatchStatus.Completed) with { NextLookAt = _stage.Time.GetUtcNow() + TimeSpan.FromHours(1) };
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromMinutes(59));
        await _stage.ReadAsync();
        Assert.Equal(1, _stage.Batch.Reads);

        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        await _stage.ReadAsync();
        Assert.Equal(2, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_fault_with_nothing_to_serve_is_left_to_the_grain()
    {
        await _stage.ReadAsync();
        var reading = await _stage.ReadAsync();

        Assert.Equal(BatchFaultCode.BatchNotFound, reading.Fault?.Code);
        Assert.Equal(2, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_stale_snapshot_keeps_its_fault_while_the_grain_backs_off()
    {
        _stage.Batch.Says = _stage.Seen() with { Fault = ReaderStage.Faulty(BatchFaultCode.ProviderTimeout).Fault, Origin = BatchReadingOrigin.Stale };
        await _stage.ReadAsync();
        var reading = await _stage.ReadAsync();

        Assert.Equal((BatchReadingOrigin.Stale, BatchFaultCode.ProviderTimeout), (reading.Origin, reading.Fault?.Code));
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_snapshot_is_not_fresh_for_longer_where_the_clock_is_behind_the_silos()
    {
        var ahead = TimeSpan.FromMinutes(5);
        var seen = _stage.Seen();
        _stage.Batch.Says = seen with { Snapshot = seen.Snapshot! with { ObservedAt = seen.Snapshot.ObservedAt + ahead }, NextLookAt = seen.NextLookAt + ahead };
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(10));

        await _stage.ReadAsync();

        Assert.Equal(2, _stage.Batch.Reads);
    }

    [Fact]
    public async Task Reads_that_come_together_cross_to_the_grain_once()
    {
        var gate = new TaskCompletionSource();
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(_ => gate.Task);

        var reads = Enumerable.Range(0, 1000).Select(_ => _stage.ReadAsync().AsTask()).ToArray();
        await ReaderStage.Until(() => _stage.Batch.Reads == 1);
        gate.SetResult();
        var readings = await Task.WhenAll(reads);

        Assert.Equal(1, _stage.Batch.Reads);
        Assert.Single(readings, reading => !reading.Collapsed);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_the_read_of_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(token => gate.Task.WaitAsync(token));

        var left = _stage.Reader.ReadAsync(ReaderStage.Key, BatchReadOptions.Default, leaving.Token).AsTask();
        var stays = _stage.ReadAsync().AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.SetResult();
        Assert.NotNull((await stays).Snapshot);
    }

    [Fact]
    public async Task Without_the_cache_every_read_is_a_call()
    {
        using var stage = new ReaderStage(new BatchReaderOptions { CacheSnapshots = false });
        stage.Batch.Says = stage.Seen();

        await stage.ReadAsync();
        await stage.ReadAsync();

        Assert.Equal(2, stage.Batch.Reads);
    }

    [Fact]
    public async Task The_cache_holds_no_more_entries_than_it_may()
    {
        using var stage = new ReaderStage(new BatchReaderOptions { MaxEntries = 2 });
        var keys = Enumerable.Range(0, 3).Select(n => BatchKey.Create("default", "openai", $"batch_{n}")).ToArray();
        foreach (var key in keys)
        {
            stage.Grains[key].Says = stage.Seen(BatchStatus.Completed);
        }

        foreach (var key in (BatchKey[])[keys[0], keys[1], keys[0], keys[2], keys[0]])
        {
            await stage.Reader.ReadAsync(key, BatchReadOptions.Default, ReaderStage.Token);
        }

        // The one that was read between stays, the one that was not makes room.
        await stage.Reader.ReadAsync(keys[1], BatchReadOptions.Default, ReaderStage.Token);
        Assert.Equal([1, 2, 1], keys.Select(key => stage.Grains[key].Reads));
    }

    [Fact]
    public async Task The_cache_holds_no_more_bytes_than_it_may()
    {
        using var stage = new ReaderStage(new BatchReaderOptions { MaxBytes = 40_000 });
        var keys = Enumerable.Range(0, 20).Select(n => BatchKey.Create("default", "openai", $"batch_{n}")).ToArray();
        for (var round = 0; round < 2; round++)
        {
            foreach (var key in keys)
            {
                stage.Grains[key].Says = stage.Seen(BatchStatus.Completed, bytes: 4000);
                await stage.Reader.ReadAsync(key, BatchReadOptions.Default, ReaderStage.Token);
            }
        }

        Assert.Equal(40, keys.Sum(key => stage.Grains[key].Reads));
    }
}

namespace BatchGrains.Tests.GrainInterfaces.Client;

public sealed class BatchWaitTests : IDisposable
{
    private const string Old = "W/\"1\"";
    private const string New = "W/\"2\"";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ReaderStage _stage = new();

    public BatchWaitTests() => _stage.Batch.Says = _stage.Seen(etag: Old);

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"another\"")]
    public async Task A_caller_that_knows_another_state_is_answered_at_once(string? known)
    {
        var reading = await WaitAsync(known);

        Assert.Equal(Old, reading.Snapshot?.ETag);
        Assert.Equal(0, _stage.Batch.Waits);
    }

    [Fact]
    public async Task A_final_batch_is_answered_at_once()
    {
        _stage.Batch.Says = _stage.Seen(BatchStatus.Failed, Old);

        Assert.Equal(BatchStatus.Failed, (await WaitAsync(Old)).Snapshot?.Status);
    }

    [Fact]
    public async Task A_fault_with_nothing_to_serve_is_answered_at_once()
    {
        _stage.Batch.Says = ReaderStage.Faulty(BatchFaultCode.ProviderError);

        Assert.Equal(BatchFaultCode.ProviderError, (await WaitAsync(Old)).Fault?.Code);
    }

    [Fact]
    public async Task However_many_callers_wait_the_grain_sees_one_wait()
    {
        await _stage.ReadAsync();
        var waits = Enumerable.Range(0, 1000).Select(_ => WaitAsync(Old)).ToArray();
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);

        Change();
        var readings = await Task.WhenAll(waits);

        Assert.All(readings, reading => Assert.Equal(New, reading.Snapshot?.ETag));
        Assert.InRange(_stage.Batch.Waits, 1, 2);
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_change_that_a_wait_has_seen_is_served_to_readers_without_a_call()
    {
        var wait = WaitAsync(Old);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);
        Change();
        await wait;

        Assert.Equal(New, (await _stage.ReadAsync()).Snapshot?.ETag);
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task The_wait_at_the_grain_ends_when_the_last_caller_leaves()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = _stage.Reader.WaitForChangeAsync(ReaderStage.Key, Old, Minute, first.Token).AsTask();
        var two = _stage.Reader.WaitForChangeAsync(ReaderStage.Key, Old, Minute, second.Token).AsTask();
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Equal((1, 1), (_stage.Batch.Waiting, _stage.Reader.Watched));

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 0 && _stage.Reader.Watched == 0);
    }

    [Fact]
    public async Task A_wait_ends_with_the_same_state_when_its_time_is_over()
    {
        var begun = _stage.Time.GetTimestamp();

        var reading = await _stage.PassTimeUntil(WaitAsync(Old, TimeSpan.FromSeconds(40)));

        Assert.Equal(Old, reading.Snapshot?.ETag);
        Assert.True(_stage.Time.GetElapsedTime(begun) >= TimeSpan.FromSeconds(40));
        Assert.Equal(0, _stage.Reader.Watched);
    }

    [Fact]
    public async Task A_wait_without_time_is_a_read()
    {
        Assert.Equal(Old, (await WaitAsync(Old, TimeSpan.Zero)).Snapshot?.ETag);
        Assert.Equal(0, _stage.Batch.Waits);
    }

    [Fact]
    public async Task A_wait_outlives_silos_that_die_or_swallow_it()
    {
        _stage.Batch.Says = _stage.Seen(etag: Old);
        await _stage.ReadAsync();
        _stage.Batch.Accidents.Enqueue(ReaderStage.SiloDied);
        _stage.Batch.Accidents.Enqueue(ReaderStage.SiloDied);
        _stage.Batch.Accidents.Enqueue(ReaderStage.NeverAnswers);

        var wait = WaitAsync(Old, TimeSpan.FromHours(1));
        await _stage.PassTimeUntil(() => _stage.Batch.Waits >= 4);
        Change();

        Assert.Equal(New, (await _stage.PassTimeUntil(wait)).Snapshot?.ETag);
    }

    [Fact]
    public async Task A_grain_that_answers_early_is_not_asked_in_a_tight_loop()
    {
        _stage.Batch.IsLeaving = true;

        await _stage.PassTimeUntil(WaitAsync(Old, TimeSpan.FromSeconds(20)));

        Assert.InRange(_stage.Batch.Waits, 2, 25);
    }

    [Fact]
    public async Task A_fault_that_passes_does_not_end_a_wait_for_a_batch_that_was_seen()
    {
        await _stage.ReadAsync();
        _stage.Batch.Says = ReaderStage.Faulty(BatchFaultCode.ProviderUnavailable);
        var wait = WaitAsync(Old, TimeSpan.FromHours(1));
        await _stage.PassTimeUntil(() => _stage.Batch.Waits >= 3);
        Assert.False(wait.IsCompleted);

        Change();

        Assert.Equal(New, (await _stage.PassTimeUntil(wait)).Snapshot?.ETag);
    }

    [Fact]
    public async Task That_the_batch_is_gone_ends_a_wait()
    {
        var wait = WaitAsync(Old);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);
        _stage.Batch.Says = ReaderStage.Faulty(BatchFaultCode.BatchNotFound);

        Assert.Equal(BatchFaultCode.BatchNotFound, (await wait).Fault?.Code);
    }

    [Fact]
    public async Task An_older_state_from_another_silo_is_no_news()
    {
        var wait = WaitAsync(Old);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);
        var before = _stage.Seen(etag: "W/\"0\"");
        _stage.Batch.Says = before with { Snapshot = before.Snapshot! with { ObservedAt = before.Snapshot.ObservedAt - Minute } };
        await ReaderStage.Until(() => _stage.Batch.Waits == 2 && _stage.Batch.Waiting == 1);
        Assert.False(wait.IsCompleted);

        Change();

        Assert.Equal(New, (await wait).Snapshot?.ETag);
    }

    [Fact]
    public async Task A_failure_of_ours_reaches_those_who_wait()
    {
        await _stage.ReadAsync();
        _stage.Batch.Broken = _ => throw new InvalidOperationException("a fault of ours");

        await Assert.ThrowsAsync<InvalidOperationException>(() => WaitAsync(Old));
        Assert.Equal(0, _stage.Reader.Watched);
    }

    [Fact]
    public async Task Waits_end_with_the_reader()
    {
        var wait = WaitAsync(Old);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 1);

        _stage.Reader.Dispose();

        Assert.Equal(Old, (await wait).Snapshot?.ETag);
        await ReaderStage.Until(() => _stage.Batch.Waiting == 0);
    }

    [Fact]
    public async Task Five_thousand_waits_for_a_hundred_batches_cost_a_hundred_waits()
    {
        var keys = Enumerable.Range(0, 100).Select(n => BatchKey.Create("default", "openai", $"batch_{n}")).ToArray();
        foreach (var key in keys)
        {
            _stage.Grains[key].Says = _stage.Seen(etag: Old);
            await _stage.Reader.ReadAsync(key, BatchReadOptions.Default, ReaderStage.Token);
        }

        var waits = Enumerable.Range(0, 5000)
            .Select(n => _stage.Reader.WaitForChangeAsync(keys[n % 100], Old, Minute, ReaderStage.Token).AsTask()).ToArray();
        await ReaderStage.Until(() => keys.All(key => _stage.Grains[key].Waiting == 1));
        foreach (var key in keys)
        {
            _stage.Grains[key].Says = _stage.Seen(etag: New);
        }

        Assert.All(await Task.WhenAll(waits), reading => Assert.Equal(New, reading.Snapshot?.ETag));
        Assert.All(keys, key => Assert.Equal(1, _stage.Grains[key].Reads));
        Assert.All(keys, key => Assert.InRange(_stage.Grains[key].Waits, 1, 2));
        await ReaderStage.Until(() => _stage.Reader.Watched == 0);
    }

    private void Change()
    {
        _stage.Batch.Says = _stage.Seen(etag: New);
    }

    private Task<BatchReading> WaitAsync(string? known, TimeSpan? atMost = null) =>
        _stage.Reader.WaitForChangeAsync(ReaderStage.Key, known, atMost ?? Minute, ReaderStage.Token).AsTask();
}

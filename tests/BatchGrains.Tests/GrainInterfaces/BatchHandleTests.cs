using BatchGrains.Client;
using BatchGrains.Tests.GrainInterfaces.Client;

namespace BatchGrains.Tests.GrainInterfaces;

public sealed class BatchHandleTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Any_spelling_of_an_id_reads_the_same_batch()
    {
        _stage.Batch.Says = _stage.Seen();

        Assert.Equal("W/\"1\"", (await _stage.Handle("urn:batch_1").ReadAsync(cancellationToken: ReaderStage.Token)).Snapshot?.ETag);
    }

    [Fact]
    public async Task An_id_is_admitted_once_for_a_handle()
    {
        _stage.Batch.Says = _stage.Seen();
        var handle = _stage.Handle();
        await handle.ReadAsync(cancellationToken: ReaderStage.Token);
        _stage.Time.Advance(TimeSpan.FromHours(1));
        await handle.LookNowAsync(ReaderStage.Token);

        Assert.Equal(1, _stage.Grains.Admission.Calls);
    }

    [Fact]
    public async Task A_refused_id_is_a_fault_and_not_an_exception()
    {
        _stage.Grains.Admission.Fault = ReaderStage.Faulty(BatchFaultCode.InvalidBatchId).Fault;
        var handle = _stage.Handle();

        Assert.Equal(BatchFaultCode.InvalidBatchId, (await handle.ReadAsync(cancellationToken: ReaderStage.Token)).Fault?.Code);
        Assert.Equal(BatchFaultCode.InvalidBatchId, (await handle.WaitForChangeAsync(null, TimeSpan.FromDays(1), ReaderStage.Token)).Fault?.Code);
        Assert.Equal(BatchFaultCode.InvalidBatchId, (await handle.WaitForCompletionAsync(TimeSpan.FromDays(1), ReaderStage.Token)).Fault?.Code);
    }

    [Fact]
    public async Task Get_throws_when_nothing_is_known()
    {
        _stage.Batch.Says = ReaderStage.Faulty(BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(7));

        var thrown = await Assert.ThrowsAsync<BatchUnavailableException>(() => _stage.Handle().GetAsync(cancellationToken: ReaderStage.Token).AsTask());

        Assert.Equal((BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(7)), (thrown.Fault.Code, thrown.Fault.RetryAfter));
    }

    [Fact]
    public async Task Get_throws_the_same_exception_when_no_silo_can_be_reached()
    {
        _stage.Batch.Broken = ReaderStage.SiloDied;

        var thrown = await Assert.ThrowsAsync<BatchUnavailableException>(
            () => _stage.PassTimeUntil(_stage.Handle().GetAsync(cancellationToken: ReaderStage.Token).AsTask()));

        Assert.IsType<SiloUnavailableException>(thrown.InnerException);
    }

    [Fact]
    public async Task Get_returns_a_stale_snapshot()
    {
        _stage.Batch.Says = _stage.Seen() with { Fault = ReaderStage.Faulty(BatchFaultCode.ProviderTimeout).Fault };

        Assert.Equal("W/\"1\"", (await _stage.Handle().GetAsync(cancellationToken: ReaderStage.Token)).ETag);
    }

    [Fact]
    public async Task Waiting_for_completion_passes_over_changes_faults_and_dead_silos()
    {
        _stage.Batch.Says = ReaderStage.Faulty(BatchFaultCode.ProviderUnavailable);
        var wait = _stage.Handle().WaitForCompletionAsync(TimeSpan.FromDays(2), ReaderStage.Token).AsTask();
        await _stage.PassTimeUntil(() => _stage.Batch.Reads >= 2);
        _stage.Batch.Says = _stage.Seen(etag: "W/\"1\"");
        await _stage.PassTimeUntil(() => _stage.Batch.Waiting == 1);
        _stage.Batch.Says = _stage.Seen(BatchStatus.Finalizing, "W/\"2\"");
        _stage.Batch.Accidents.Enqueue(ReaderStage.SiloDied);
        await _stage.PassTimeUntil(() => _stage.Batch.Accidents.IsEmpty);
        Assert.False(wait.IsCompleted);
        _stage.Batch.Says = _stage.Seen(BatchStatus.Completed, "W/\"3\"");

        var reading = await _stage.PassTimeUntil(wait);

        Assert.Equal(BatchStatus.Completed, reading.Snapshot?.Status);
    }

    [Fact]
    public async Task Waiting_for_completion_gives_the_last_state_when_its_time_is_over()
    {
        _stage.Batch.Says = _stage.Seen();

        var reading = await _stage.PassTimeUntil(_stage.Handle().WaitForCompletionAsync(TimeSpan.FromSeconds(30), ReaderStage.Token).AsTask());

        Assert.Equal(BatchStatus.InProgress, reading.Snapshot?.Status);
    }

    [Fact]
    public async Task Waiting_for_completion_without_a_cluster_ends_in_a_fault_when_its_time_is_over()
    {
        _stage.Batch.Broken = ReaderStage.SiloDied;

        var reading = await _stage.PassTimeUntil(_stage.Handle().WaitForCompletionAsync(TimeSpan.FromSeconds(30), ReaderStage.Token).AsTask());

        Assert.Equal(BatchFaultCode.Internal, reading.Fault?.Code);
    }

    [Fact]
    public async Task Changes_gives_each_state_once_and_ends_after_the_final_one()
    {
        _stage.Batch.Says = _stage.Seen(etag: "W/\"1\"");
        var seen = new List<string>();
        var following = Task.Run(async () =>
        {
            await foreach (var snapshot in _stage.Handle().ChangesAsync(ReaderStage.Token))
            {
                lock (seen)
                {
                    seen.Add(snapshot.ETag);
                }
            }

            return seen;
        });
        await _stage.PassTimeUntil(() => Seen() == 1 && _stage.Batch.Waiting == 1);
        _stage.Batch.Accidents.Enqueue(ReaderStage.SiloDied);
        _stage.Batch.Says = _stage.Seen(etag: "W/\"2\"");
        await _stage.PassTimeUntil(() => Seen() == 2 && _stage.Batch.Waiting == 1);
        _stage.Batch.Says = _stage.Seen(BatchStatus.Cancelled, "W/\"3\"");

        Assert.Equal(["W/\"1\"", "W/\"2\"", "W/\"3\""], await _stage.PassTimeUntil(following));

        int Seen()
        {
            lock (seen)
            {
                return seen.Count;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changes_never_goes_back_to_an_older_answer(bool cacheSnapshots)
    {
        using var stage = new ReaderStage(new BatchReaderOptions { CacheSnapshots = cacheSnapshots });
        var before = stage.Seen(etag: "W/\"1\"");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        stage.Batch.Says = stage.Seen(etag: "W/\"2\"");
        await using var changes = stage.Handle().ChangesAsync(ReaderStage.Token).GetAsyncEnumerator(ReaderStage.Token);
        await changes.MoveNextAsync();
        stage.Batch.Says = before;
        var next = changes.MoveNextAsync().AsTask();
        await stage.PassTimeUntil(() => stage.Batch.Waits + stage.Batch.Reads >= 3);
        Assert.False(next.IsCompleted);

        stage.Batch.Says = stage.Seen(etag: "W/\"3\"");

        Assert.True(await stage.PassTimeUntil(next));
        Assert.Equal("W/\"3\"", changes.Current.ETag);
    }

    [Fact]
    public async Task Changes_throws_when_there_will_be_none()
    {
        var thrown = await Assert.ThrowsAsync<BatchUnavailableException>(async () =>
        {
            await foreach (var _ in _stage.Handle().ChangesAsync(ReaderStage.Token))
            {
            }
        });

        Assert.Equal(BatchFaultCode.BatchNotFound, thrown.Fault.Code);
    }

    [Fact]
    public async Task Changes_ends_when_its_consumer_cancels()
    {
        _stage.Batch.Says = _stage.Seen();
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _stage.Handle().ChangesAsync(leaving.Token))
            {
                await leaving.CancelAsync();
            }
        });

        await ReaderStage.Until(() => _stage.Reader.Watched == 0);
    }

    [Fact]
    public void All_handles_of_a_factory_share_one_reader_and_so_one_wait_for_each_batch()
    {
        var one = _stage.Factory.GetBatch("openai", "batch_1");
        var other = _stage.Factory.GetBatch("anthropic", "msgbatch_1", "acme");

        using var elsewhere = new ReaderStage();
        Assert.Same(one.Reader, other.Reader);
        Assert.NotSame(one.Reader, elsewhere.Factory.GetBatch("openai", "batch_1").Reader);
    }

    [Fact]
    public async Task A_handle_of_a_reader_is_served_from_its_cache()
    {
        _stage.Batch.Says = _stage.Seen();
        await _stage.ReadAsync();

        await _stage.Reader.GetBatch("openai", "batch_1").ReadAsync(cancellationToken: ReaderStage.Token);

        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_handle_of_a_reader_waits_by_the_readers_clock()
    {
        _stage.Batch.Broken = ReaderStage.SiloDied;
        var begun = _stage.Time.GetUtcNow();

        await _stage.PassTimeUntil(
            _stage.Reader.GetBatch("openai", "batch_1").WaitForCompletionAsync(TimeSpan.FromMinutes(5), ReaderStage.Token).AsTask());

        Assert.InRange(_stage.Time.GetUtcNow() - begun, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }
}

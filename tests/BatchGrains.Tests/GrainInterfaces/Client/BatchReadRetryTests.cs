using BatchGrains.Client;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.GrainInterfaces.Client;

public sealed class BatchReadRetryTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    public void Dispose() => _stage.Dispose();

    public static TheoryData<Exception> Passing =>
    [
        new SiloUnavailableException("dead"),
        new GatewayTooBusyException("busy"),
        new Orleans.Runtime.Messaging.ConnectionFailedException("refused"),
        new TimeoutException("lost"),
        new TaskCanceledException("leaving"),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_failure_that_passes_is_not_seen_by_the_reader(Exception failure)
    {
        _stage.Batch.Says = _stage.Seen();
        for (var n = 0; n < 4; n++)
        {
            _stage.Batch.Accidents.Enqueue(_ => throw failure);
        }

        var reading = await _stage.PassTimeUntil(_stage.ReadAsync().AsTask());

        Assert.NotNull(reading.Snapshot);
        Assert.Equal(5, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_silo_that_has_just_joined_waits_until_it_knows_who_hosts_batches()
    {
        _stage.Batch.Says = _stage.Seen();
        _stage.Grains.Missing = 2;
        var admission = await _stage.PassTimeUntil(_stage.Reader.AdmitAsync("default", "openai", "batch_1", ReaderStage.Token).AsTask());
        _stage.Grains.Missing = 2;
        var reading = await _stage.PassTimeUntil(_stage.ReadAsync().AsTask());

        Assert.NotNull(admission.Key);
        Assert.NotNull(reading.Snapshot);
    }

    [Fact]
    public async Task The_first_repetition_is_immediate()
    {
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(ReaderStage.SiloDied);

        Assert.NotNull((await _stage.ReadAsync()).Snapshot);
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_is_thrown_at_once()
    {
        _stage.Batch.Broken = _ => throw new InvalidOperationException("a fault of ours");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _stage.ReadAsync().AsTask());
        Assert.Equal(1, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_is_given_up_after_about_ten_seconds()
    {
        var begun = _stage.Time.GetTimestamp();
        _stage.Batch.Broken = ReaderStage.SiloDied;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => _stage.PassTimeUntil(_stage.ReadAsync().AsTask()));

        // How far the clock goes on while a thread is on its way is the machine's affair.
        Assert.True(_stage.Time.GetElapsedTime(begun) >= TimeSpan.FromSeconds(9));
        Assert.InRange(_stage.Batch.Reads, 2, 20);
    }

    [Fact]
    public async Task A_read_that_a_dying_silo_swallowed_is_asked_again()
    {
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(ReaderStage.NeverAnswers);

        var reading = await _stage.PassTimeUntil(_stage.ReadAsync().AsTask());

        Assert.NotNull(reading.Snapshot);
        Assert.Equal(2, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_slow_answer_counts_even_when_it_was_asked_for_twice()
    {
        var gate = new TaskCompletionSource();
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(_ => gate.Task);
        _stage.Batch.Broken = ReaderStage.NeverAnswers;

        var read = _stage.ReadAsync().AsTask();
        await _stage.PassTimeUntil(() => _stage.Batch.Reads == 2);
        gate.SetResult();

        Assert.NotNull((await read).Snapshot);
    }

    [Fact]
    public async Task The_last_snapshot_is_served_when_no_silo_can_be_reached()
    {
        _stage.Batch.Says = _stage.Seen();
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(30));
        _stage.Batch.Broken = ReaderStage.SiloDied;

        var reading = await _stage.PassTimeUntil(_stage.ReadAsync().AsTask());

        Assert.NotNull(reading.Snapshot);
        Assert.Equal((BatchReadingOrigin.Stale, BatchFaultCode.Internal), (reading.Origin, reading.Fault?.Code));
    }

    [Fact]
    public async Task Ids_are_admitted_once_a_minute()
    {
        for (var n = 0; n < 3; n++)
        {
            var admission = await _stage.Reader.AdmitAsync("default", "openai", "urn:batch_1", ReaderStage.Token);
            Assert.Equal(ReaderStage.Key, admission.Key);
        }

        Assert.Equal(1, _stage.Grains.Admission.Calls);
        _stage.Time.Advance(TimeSpan.FromSeconds(61));
        await _stage.Reader.AdmitAsync("default", "openai", "urn:batch_1", ReaderStage.Token);
        await ReaderStage.Until(() => _stage.Grains.Admission.Calls == 2);
    }

    [Fact]
    public async Task A_refused_id_is_asked_for_again_after_a_few_seconds()
    {
        _stage.Grains.Admission.Fault = ReaderStage.Faulty(BatchFaultCode.ProviderNotConfigured).Fault;
        Assert.NotNull((await _stage.Reader.AdmitAsync("default", "openai", "batch_1", ReaderStage.Token)).Fault);
        _stage.Grains.Admission.Fault = null;
        _stage.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(ReaderStage.Key, (await _stage.Reader.AdmitAsync("default", "openai", "batch_1", ReaderStage.Token)).Key);
    }

    [Theory]
    [InlineData(BatchFaultCode.InvalidBatchId)]
    [InlineData(BatchFaultCode.UnknownProvider)]
    public async Task What_anybody_can_make_up_is_not_remembered(BatchFaultCode code)
    {
        _stage.Grains.Admission.Fault = ReaderStage.Faulty(code).Fault;

        await _stage.Reader.AdmitAsync("default", "openai", "no id", ReaderStage.Token);
        await _stage.Reader.AdmitAsync("default", "openai", "no id", ReaderStage.Token);

        Assert.Equal(2, _stage.Grains.Admission.Calls);
    }

    [Fact]
    public async Task Long_ids_are_remembered_as_far_as_they_fit_into_32_megabytes()
    {
        const int Ids = 20_000;
        for (var n = 0; n < Ids; n++)
        {
            await _stage.Reader.AdmitAsync("default", "openai", $"{n}".PadLeft(500, 'x'), ReaderStage.Token);
        }

        await _stage.Reader.AdmitAsync("default", "openai", $"{Ids - 1}".PadLeft(500, 'x'), ReaderStage.Token);
        Assert.Equal(Ids, _stage.Grains.Admission.Calls);
        await _stage.Reader.AdmitAsync("default", "openai", "0".PadLeft(500, 'x'), ReaderStage.Token);
        Assert.Equal(Ids + 1, _stage.Grains.Admission.Calls);
    }

    [Fact]
    public async Task A_client_asks_again_also_when_it_keeps_no_snapshots()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(_stage.Factory)
            .AddSingleton<TimeProvider>(_stage.Time)
            .AddBatchGrainsClientCache(options => options.CacheSnapshots = false)
            .BuildServiceProvider();
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Accidents.Enqueue(ReaderStage.NeverAnswers);

        var read = services.GetRequiredService<IBatchReader>().ReadAsync(ReaderStage.Key, BatchReadOptions.Default, ReaderStage.Token).AsTask();

        Assert.NotNull((await _stage.PassTimeUntil(read)).Snapshot);
    }
}

namespace BatchGrains.Tests.GrainInterfaces.Client;

public sealed class LostClusterAdmissionTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    private FakeAdmission Admission => _stage.Grains.Admission;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_final_batch_is_served_at_once_without_a_cluster()
    {
        _stage.Batch.Says = _stage.Seen(BatchStatus.Completed);
        await _stage.Handle().ReadAsync(cancellationToken: ReaderStage.Token);
        Admission.Broken = NeverAnswers;
        _stage.Batch.Broken = ReaderStage.NeverAnswers;
        for (var minutes = 0; minutes < 50; minutes += 10)
        {
            _stage.Time.Advance(TimeSpan.FromMinutes(10));

            var read = _stage.Handle().ReadAsync(cancellationToken: ReaderStage.Token);

            Assert.True(read.IsCompletedSuccessfully);
            Assert.Equal(BatchStatus.Completed, (await read).Snapshot?.Status);
        }
    }

    [Fact]
    public async Task An_old_admission_is_asked_for_again_once_behind_the_answers()
    {
        await AdmitAsync();
        _stage.Time.Advance(TimeSpan.FromMinutes(2));
        var gate = new TaskCompletionSource();
        Admission.Accidents.Enqueue(() => gate.Task);
        for (var n = 0; n < 100; n++)
        {
            Assert.Equal(ReaderStage.Key, (await AdmitAsync()).Key);
        }

        await ReaderStage.Until(() => Admission.Calls == 2);
        Admission.Fault = ReaderStage.Faulty(BatchFaultCode.ProviderNotConfigured).Fault;
        gate.SetResult();

        await UntilAsync(async () => (await AdmitAsync()).Fault?.Code is BatchFaultCode.ProviderNotConfigured);
        Assert.Equal(2, Admission.Calls);
    }

    [Fact]
    public async Task An_admission_that_could_not_be_had_behind_an_answer_is_asked_for_with_the_next()
    {
        await AdmitAsync();
        _stage.Time.Advance(TimeSpan.FromMinutes(2));
        Admission.Accidents.Enqueue(() => throw new InvalidOperationException("a fault of ours"));

        await UntilAsync(async () => (await AdmitAsync()).Key == ReaderStage.Key && Admission.Calls == 3);
    }

    [Fact]
    public async Task An_admission_that_was_not_needed_for_an_hour_is_asked_for_before_the_answer()
    {
        await AdmitAsync();
        _stage.Time.Advance(TimeSpan.FromMinutes(61));
        Admission.Fault = ReaderStage.Faulty(BatchFaultCode.ProviderNotConfigured).Fault;

        Assert.NotNull((await AdmitAsync()).Fault);
    }

    private ValueTask<BatchAdmission> AdmitAsync() => _stage.Reader.AdmitAsync("default", "openai", "batch_1", ReaderStage.Token);

    private static Task NeverAnswers() => Task.Delay(Timeout.Infinite, ReaderStage.Token);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ReaderStage.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

namespace BatchGrains.Tests.GrainInterfaces.Client;

public sealed class SilentSiloTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task An_admission_that_a_silent_silo_swallowed_is_asked_again()
    {
        _stage.Grains.Admission.Accidents.Enqueue(() => Task.Delay(Timeout.Infinite, ReaderStage.Token));
        _stage.Grains.Admission.Accidents.Enqueue(() => Task.Delay(Timeout.Infinite, ReaderStage.Token));

        var admission = await _stage.PassSecondsUntil(_stage.Reader.AdmitAsync("default", "openai", "batch_1", ReaderStage.Token).AsTask());

        Assert.Equal(ReaderStage.Key, admission.Key);
        Assert.Equal(3, _stage.Grains.Admission.Calls);
    }

    [Fact]
    public async Task A_read_is_asked_again_for_as_long_as_a_silo_is_silent()
    {
        _stage.Batch.Says = _stage.Seen();
        for (var n = 0; n < 10; n++)
        {
            _stage.Batch.Accidents.Enqueue(ReaderStage.NeverAnswers);
        }

        var reading = await _stage.PassSecondsUntil(_stage.ReadAsync().AsTask());

        Assert.NotNull(reading.Snapshot);
        Assert.Equal(11, _stage.Batch.Reads);
    }

    [Fact]
    public async Task A_read_that_nobody_answers_is_given_up_with_Orleans_time_out()
    {
        _stage.Batch.Broken = TimesOut;
        var begun = _stage.Time.GetTimestamp();

        await Assert.ThrowsAsync<TimeoutException>(() => _stage.PassSecondsUntil(_stage.ReadAsync().AsTask()));

        Assert.InRange(_stage.Time.GetElapsedTime(begun).TotalSeconds, 120, 200);
    }

    [Fact]
    public async Task A_wait_for_completion_ends_in_time_when_nobody_answers()
    {
        _stage.Batch.Broken = TimesOut;

        var reading = await WaitOfSecondsAsync(30, handle => handle.WaitForCompletionAsync(TimeSpan.FromSeconds(30), ReaderStage.Token));

        Assert.Equal(BatchFaultCode.Internal, reading.Fault?.Code);
    }

    [Fact]
    public async Task A_wait_for_a_change_ends_in_time_when_the_first_look_takes_long()
    {
        _stage.Batch.Says = _stage.Seen();
        _stage.Batch.Broken = token => Task.Delay(TimeSpan.FromSeconds(45), _stage.Time, token);

        var reading = await WaitOfSecondsAsync(10, handle => handle.WaitForChangeAsync(null, TimeSpan.FromSeconds(10), ReaderStage.Token));

        Assert.Equal(BatchFaultCode.Internal, reading.Fault?.Code);
    }

    [Fact]
    public async Task A_wait_ends_in_time_when_its_admission_is_swallowed()
    {
        _stage.Grains.Admission.Broken = () => Task.Delay(Timeout.Infinite, ReaderStage.Token);

        var reading = await WaitOfSecondsAsync(30, handle => handle.WaitForChangeAsync(null, TimeSpan.FromSeconds(30), ReaderStage.Token));

        Assert.Equal(BatchFaultCode.Internal, reading.Fault?.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_a_call_whose_admission_is_swallowed(bool isClient)
    {
        using var stage = new ReaderStage(new() { CacheSnapshots = isClient });
        stage.Grains.Admission.Broken = () => Task.Delay(Timeout.Infinite, ReaderStage.Token);
        using var leaving = new CancellationTokenSource();

        var read = stage.Handle().ReadAsync(cancellationToken: leaving.Token).AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromSeconds(30), ReaderStage.Token));
    }

    private async Task<BatchReading> WaitOfSecondsAsync(int seconds, Func<BatchHandle, ValueTask<BatchReading>> wait)
    {
        var begun = _stage.Time.GetTimestamp();
        var reading = await _stage.PassSecondsUntil(wait(_stage.Handle()).AsTask());
        // How far the clock goes on while a thread is on its way is the machine's affair.
        Assert.InRange(_stage.Time.GetElapsedTime(begun).TotalSeconds, seconds, seconds + 10);
        return reading;
    }

    private async Task TimesOut(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(2), _stage.Time, cancellationToken);
        throw new TimeoutException("No answer within two minutes.");
    }
}

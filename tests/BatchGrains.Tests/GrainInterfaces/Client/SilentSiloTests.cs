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
}

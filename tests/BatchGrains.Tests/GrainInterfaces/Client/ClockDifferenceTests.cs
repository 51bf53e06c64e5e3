namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>The silos' clocks are not each other's, nor this process's.</summary>
public sealed class ClockDifferenceTests : IDisposable
{
    private readonly ReaderStage _stage = new();

    public ClockDifferenceTests() => _stage.Batch.Says = SeenAhead(TimeSpan.FromSeconds(10));

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_final_state_from_a_silo_whose_clock_is_behind_ends_a_wait_and_is_kept()
    {
        await _stage.ReadAsync();
        _stage.Batch.Says = _stage.Seen(BatchStatus.Completed, "W/\"2\"");

        var reading = await _stage.Reader.WaitForChangeAsync(ReaderStage.Key, "W/\"1\"", TimeSpan.FromMinutes(1), ReaderStage.Token);

        Assert.Equal(BatchStatus.Completed, reading.Snapshot?.Status);
        Assert.Equal(1, _stage.Batch.Waits);
        Assert.Equal(BatchStatus.Completed, (await _stage.ReadAsync()).Snapshot?.Status);
    }

    [Fact]
    public async Task Looking_now_reaches_the_grain_where_this_clock_is_behind()
    {
        await _stage.ReadAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(9));

        await _stage.ReadAsync(BatchReadOptions.LookNow);

        Assert.Equal(2, _stage.Batch.Reads);
    }

    private BatchReading SeenAhead(TimeSpan ahead)
    {
        var seen = _stage.Seen();
        return seen with { Snapshot = seen.Snapshot! with { ObservedAt = seen.Snapshot.ObservedAt + ahead }, NextLookAt = seen.NextLookAt + ahead };
    }
}

namespace BatchGrains.Grains;

/// <summary>Tells those who wait for a batch that it has changed; used once.</summary>
internal sealed class ChangeSignal
{
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many calls wait.</summary>
    public int Waiting { get; set; }

    public Task Told => _told.Task;

    public void Tell() => _told.TrySetResult();
}

namespace BatchGrains.Grains;

/// <summary>A look under way, which all reads that need it share.</summary>
internal sealed class PendingLook : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();

    public PendingLook(TimeSpan refreshWait, TimeProvider time) => Deadline = Task.Delay(refreshWait, time, _over.Token);

    /// <summary>Ends with the look.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Ends when a read that has an old snapshot need not wait any longer.</summary>
    public Task Deadline { get; }

    /// <summary>Whether the provider told of the batch.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Ends the look for all who wait for it. A grain that leaves ends it, and so does the look itself, later.</summary>
    public void Dispose()
    {
        if (_ended.TrySetResult())
        {
            _over.Cancel();
            _over.Dispose();
        }
    }
}

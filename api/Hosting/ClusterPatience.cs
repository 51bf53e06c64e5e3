namespace BatchGrains.Api.Hosting;

/// <summary>Tries to reach a silo until there is one. Orleans itself gives up after a while, and then the process would end.</summary>
internal sealed partial class ClusterPatience(TimeProvider clock, ILogger<ClusterPatience> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _told;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_told)
        {
            _told = true;
            LogWaiting(log, exception.Message);
        }

        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(3, LogLevel.Warning, "No silo can be reached yet; trying every second. {Reason}")]
    private static partial void LogWaiting(ILogger log, string reason);
}

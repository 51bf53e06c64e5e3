namespace BatchGrains.Api.Hosting;

/// <summary>Tells the log when the last silo is lost, and when there is one again: Orleans itself would tell of every try.</summary>
internal sealed partial class ClusterNews(IHostApplicationLifetime lifetime, ILogger<ClusterNews> log) : IClusterConnectionStatusObserver
{
    private int _isLost;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways > 0 && Interlocked.Exchange(ref _isLost, 0) == 1)
        {
            LogFound(log);
        }
    }

    public void NotifyClusterConnectionLost()
    {
        // A front that stops leaves its silos by itself.
        if (!lifetime.ApplicationStopping.IsCancellationRequested && Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            LogLost(log);
        }
    }

    [LoggerMessage(6, LogLevel.Warning, "No silo can be reached any more; trying until one is back. What is known is served, all else is answered with 503")]
    private static partial void LogLost(ILogger log);

    [LoggerMessage(7, LogLevel.Information, "A silo can be reached again")]
    private static partial void LogFound(ILogger log);
}

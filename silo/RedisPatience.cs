using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace BatchGrains.Silo;

/// <summary>
/// Connects to the cluster's Redis, and waits while it is away: a silo often starts together with it, and Orleans itself gives up after one try.
/// A Redis that refuses the silo's credentials ends the start.
/// </summary>
internal sealed partial class RedisPatience(IHostApplicationLifetime process, TimeProvider clock, ILogger<RedisPatience> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync(RedisClusteringOptions clustering)
    {
        var options = clustering.ConfigurationOptions!.Clone();
        // A connection that was never made would be found out by the first command, after a time out.
        options.AbortOnConnectFail = true;
        for (var told = false; ; told = true)
        {
            try
            {
                return (await ConnectionMultiplexer.ConnectAsync(options), false);
            }
            catch (RedisConnectionException failure) when (failure.FailureType is not ConnectionFailureType.AuthenticationFailure)
            {
                if (!told)
                {
                    LogWaiting(log, failure.FailureType);
                }
            }

            await Task.Delay(Pause, clock, process.ApplicationStopping);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis (ConnectionStrings:Redis) can not be reached ({Failure}); the silo waits for it.")]
    private static partial void LogWaiting(ILogger log, ConnectionFailureType failure);
}

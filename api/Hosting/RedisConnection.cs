using StackExchange.Redis;

namespace BatchGrains.Api.Hosting;

/// <summary>How the cluster's and the storage's Redis are reached.</summary>
internal static class RedisConnection
{
    public static ConfigurationOptions Parse(string connection)
    {
        try
        {
            var redis = ConfigurationOptions.Parse(connection);
            // A process starts while Redis is away, and connects when it is back.
            redis.AbortOnConnectFail = false;
            return redis;
        }
        catch (ArgumentException)
        {
            // Not the inner exception: it may quote the password.
            throw new OrleansConfigurationException(
                "ConnectionStrings:Redis is not a StackExchange.Redis connection string (environment variable ConnectionStrings__Redis).");
        }
    }
}

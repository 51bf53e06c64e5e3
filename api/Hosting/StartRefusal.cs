using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace BatchGrains.Api.Hosting;

/// <summary>A start that failed for something that whoever starts the process can mend: the settings, or the machine.</summary>
internal static class StartRefusal
{
    /// <summary>What to mend, each thing once; empty for a failure of another kind, whose stack is worth more than its message.</summary>
    public static IReadOnlyList<string> Messages(Exception failure) => failure switch
    {
        AggregateException several => [.. several.InnerExceptions.SelectMany(Messages).Distinct()],
        OptionsValidationException invalid => [.. invalid.Failures],
        // A file of settings: only the innermost tells the line.
        InvalidDataException => [$"{failure.Message} {failure.GetBaseException().Message}"],
        RedisConnectionException redis => [$"Redis can't be reached ({redis.FailureType}): see ConnectionStrings:Redis."],
        RedisTimeoutException => ["Redis does not answer: see ConnectionStrings:Redis."],
        OrleansConfigurationException or FormatException or IOException => [failure.Message],
        // What the binder throws. Those derived from it are mistakes of ours.
        InvalidOperationException when failure.GetType() == typeof(InvalidOperationException) => [failure.Message],
        _ => [],
    };
}

namespace BatchGrains.Api.Hosting;

/// <summary>How much is logged unless the settings say otherwise.</summary>
internal static class LogDefaults
{
    private static readonly (string Category, LogLevel Level)[] Levels =
    [
        ("Default", LogLevel.Information),
        // Two lines a request otherwise.
        ("Microsoft.AspNetCore", LogLevel.Warning),
        // While it may log anything, it makes an activity and a scope for each request: a seventh of what a cached answer costs. Traces
        // that somebody takes are made without it, and errors name their own id.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("Orleans", LogLevel.Warning),
        ("Microsoft.Orleans", LogLevel.Warning),
        ("System.Net.Http.HttpClient", LogLevel.Warning),
        // A start that fails is told by the program itself, without a stack.
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
        // Their failures are told to whoever asks, every few seconds, and by what fails.
        ("Orleans.Runtime.Messaging.Connection", LogLevel.Error),
        ("Orleans.Messaging.GatewayManager", LogLevel.Error),
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical),
        ("Polly", LogLevel.Critical),
        // Its first look always counts the time since the machine's start as a delay, and warns of it.
        ("Orleans.Runtime.Watchdog", LogLevel.Error),
    ];

    // Values, not a source of them: a source that is put in later makes the configuration forget what was set in code, such as URLs.
    public static void AddLogDefaults(this WebApplicationBuilder builder)
    {
        foreach (var (category, level) in Levels)
        {
            builder.Configuration[$"Logging:LogLevel:{category}"] ??= level.ToString();
        }
    }
}

namespace BatchGrains.Api.Hosting;

/// <summary>How much is logged unless the settings say otherwise.</summary>
internal static class LogDefaults
{
    private static readonly (string Category, LogLevel Level)[] Levels =
    [
        ("Default", LogLevel.Information),
        // Two lines a request otherwise.
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Orleans", LogLevel.Warning),
        ("Microsoft.Orleans", LogLevel.Warning),
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

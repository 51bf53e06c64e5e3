using Microsoft.Extensions.Configuration.Memory;

namespace BatchGrains.Api.Hosting;

/// <summary>How much is logged unless the settings say otherwise.</summary>
internal static class LogDefaults
{
    public static void AddLogDefaults(this WebApplicationBuilder builder) =>
        // First of all sources: every other one overrides it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                // Two lines a request otherwise.
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Orleans"] = "Warning",
                ["Logging:LogLevel:Microsoft.Orleans"] = "Warning",
            },
        });
}

using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchGrains.Api.Hosting;

/// <summary>Whether the process lives, and whether it should be sent requests. Open to all: they tell nothing about anybody's batches.</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of the checks that decide whether requests should be sent here.</summary>
    public const string ReadyTag = "ready";

    public static void AddReadiness(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<Readiness>("lifetime", tags: [ReadyTag]);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Alive means that the process answers. Nothing else is asked: a restart cures no provider, no storage and no other silo.
        routes.MapHealthChecks("/health/live", Options(_ => false));
        routes.MapHealthChecks("/health/ready", Options(check => check.Tags.Contains(ReadyTag)));
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = WriteAsync,
        // Degraded is still worth sending requests to.
        ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
    };

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", Word(entry.Status));
            // The check's own words. An exception's stay in the log: they may name hosts and connection strings.
            if (entry.Description is { Length: > 0 } && entry.Exception is null)
            {
                json.WriteString("description", entry.Description);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BatchGrains.Api.Hosting;

/// <summary>Metrics for Prometheus, and metrics, traces and logs for a collector when one is named.</summary>
internal static class Telemetry
{
    private const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // OpenTelemetry's own buckets are for milliseconds.
    private static readonly ExplicitBucketHistogramConfiguration Seconds = new()
    {
        Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "batchgrains"))
            .WithMetrics(metrics => metrics
                .AddMeter("BatchGrains*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddView(instrument => instrument is { Unit: "s", Meter.Name: "BatchGrains" } ? Seconds : null)
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());

        // Spans cost a request more than all the rest of it: they are made only when somebody takes them.
        if (builder.Configuration[CollectorSetting] is { Length: > 0 })
        {
            telemetry
                .WithTracing(traces => traces
                    .AddSource("BatchGrains*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Storage")
                    .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                    .AddHttpClientInstrumentation())
                .WithLogging()
                .UseOtlpExporter();
        }
    }
}

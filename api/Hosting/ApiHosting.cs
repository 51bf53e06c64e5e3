using BatchGrains.Api.Authentication;
using BatchGrains.Api.Batches;
using BatchGrains.Api.Documentation;
using BatchGrains.Api.Errors;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BatchGrains.Api.Hosting;

/// <summary>The HTTP side of a BatchGrains process, the same in a front of its own and in a silo.</summary>
internal static class ApiHosting
{
    /// <summary>Adds everything but the <see cref="Client.IBatchReader"/>, which depends on how the process reaches the grains.</summary>
    public static WebApplicationBuilder AddBatchGrainsApi(this WebApplicationBuilder builder)
    {
        builder.AddLogDefaults();
        builder.AddHttpServer();
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddCallers();
        builder.Services.AddBatches();
        builder.Services.AddApiDocument();
        builder.Services.AddReadiness();
        builder.Services.AddGracefulShutdown(builder.Configuration);
        builder.Services.AddHostedService<SettingsFiles>();
        return builder;
    }

    /// <summary>Maps health and metrics, and the API unless it is served elsewhere.</summary>
    public static WebApplication MapBatchGrainsApi(this WebApplication app, bool serveBatches = true)
    {
        app.UseMiddleware<ErrorBodies>(serveBatches
            ? "There is nothing here: see /docs."
            : "There is nothing here: this process serves health and metrics, and with Http:Serve=false no batches.");
        if (serveBatches)
        {
            app.UseBatchRoute();
        }

        // Said here, or it would be put in front of the two above.
        app.UseRouting();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").ForReaders();
        if (serveBatches)
        {
            app.MapBatches();
            app.MapApiDocument().ForReaders();
        }

        return app;
    }
}

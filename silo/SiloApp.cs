using BatchGrains.Api.Hosting;

namespace BatchGrains.Silo;

/// <summary>A silo's whole process: what Program runs is what tests start.</summary>
internal static class SiloApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddSilo();
        builder.AddBatchGrainsApi();

        var app = builder.Build();
        app.MapBatchGrainsApi(serveBatches: app.Configuration.GetValue("Http:Serve", true));
        app.MapSiloDashboard();
        return app;
    }
}

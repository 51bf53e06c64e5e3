namespace BatchGrains.Api.Hosting;

/// <summary>The whole process of a front by itself: what Program runs is what tests start.</summary>
internal static class ApiApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddClusterClient();
        builder.Services.AddBatchGrainsClientCache();
        builder.AddBatchGrainsApi();

        var app = builder.Build();
        app.MapBatchGrainsApi();
        return app;
    }
}

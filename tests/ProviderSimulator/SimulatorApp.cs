using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ProviderSimulator;

/// <summary>Every provider's wire format behind one address. All state belongs to the built app.</summary>
public static class SimulatorApp
{
    public static WebApplication Build(string[] args, Action<IWebHostBuilder>? configure = null)
    {
        // Empty, because the host's own appsettings.json lies in the same folder when a test project builds this app.
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
        builder.Configuration.AddCommandLine(args);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false)
            .UseUrls(builder.Configuration["urls"] ?? "http://127.0.0.1:0");
        configure?.Invoke(builder.WebHost);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SimulatedProviders>();
        builder.Services.AddSingleton<CallLog>();
        builder.Services.AddSingleton<SimulatedLife>();
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton(services => new SimulatorControl(
            services.GetRequiredService<SimulatedProviders>(), services.GetRequiredService<CallLog>(),
            services.GetRequiredService<SimulatedLife>(), services.GetRequiredService<Faults>()));
        builder.Services.AddSingleton<ControlRoutes>();
        builder.Services.AddSingleton<ProviderRoutes>();

        var app = builder.Build();
        var control = app.Services.GetRequiredService<ControlRoutes>();
        var providers = app.Services.GetRequiredService<ProviderRoutes>();
        // No routing: it decodes and normalises the path, and the path as it was sent is what is to be judged.
        app.Run(async context =>
        {
            if (!await control.TryHandleAsync(context)) await providers.HandleAsync(context);
        });
        return app;
    }
}

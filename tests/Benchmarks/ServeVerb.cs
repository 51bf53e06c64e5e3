extern alias simulator;

using BatchGrains.Api.Hosting;
using BatchGrains.Silo;
using simulator::ProviderSimulator;

namespace Benchmarks;

/// <summary>One server in a process of its own, started by the verbs that measure servers; see <see cref="ServerProcess"/>.</summary>
internal sealed class ServeVerb : IVerb
{
    public string Name => "serve";

    public string What => "a server in a process of its own, for the other verbs: bare, service or front";

    public async Task<bool> RunAsync(string[] arguments)
    {
        string[] rest = ["--urls", "http://127.0.0.1:0", "--contentRoot", AppContext.BaseDirectory, "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning", .. arguments[1..]];
        await (arguments[0] switch
        {
            "bare" => ServeBareAsync(new Uri(arguments[1])),
            "front" => ServeAsync(ApiApp.Build(rest)),
            "service" => ServeServiceAsync(rest),
            _ => throw new ArgumentException($"There is no server '{arguments[0]}'."),
        });
        return true;
    }

    private static async Task ServeBareAsync(Uri like)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        await ServeAsync(await BareServer.BuildAsync(client, like));
    }

    // Every provider is the simulator; looks at it are not held back by a budget, so that only the schedule is measured.
    private static async Task ServeServiceAsync(string[] arguments)
    {
        var calls = new CallTimes();
        await using var simulator = SimulatorApp.Build(arguments, host => host.ConfigureServices(services => services.AddSingleton<IStartupFilter>(calls)));
        await simulator.StartAsync();
        var address = simulator.Urls.Single();
        var settings = simulator.Services.GetRequiredService<SimulatorControl>().Catalog(address)["openai"].Settings
            .Append(new("RequestsPerSecond", "1000"))
            .Select(setting => $"--Providers:openai:{setting.Key}={setting.Value}");
        await ServeAsync(SiloApp.Build([.. arguments, .. settings]), address);
    }

    // Ends when whoever started it closes the standard input, or dies.
    private static async Task ServeAsync(WebApplication app, string also = "")
    {
        await using (app)
        {
            await app.StartAsync();
            Console.WriteLine($"{ServerProcess.Ready} {app.Urls.Single()} {also}");
            await Console.In.ReadToEndAsync();
            await app.StopAsync();
        }
    }
}

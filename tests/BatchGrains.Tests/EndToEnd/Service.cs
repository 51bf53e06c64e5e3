extern alias simulator;

using System.Net;
using System.Text.Json.Nodes;
using BatchGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;
using simulator::ProviderSimulator;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>The whole service as <c>dotnet run --project silo</c> composes it, on real HTTP, in front of a simulator that plays every provider.</summary>
public class Service : IAsyncLifetime
{
    /// <summary>
    /// What the simulator's recipients of calls and users of providers are called by. The numbers are longer than Orleans' own in its log, such
    /// as a silo's generation: seconds, of which some hold any seven digits.
    /// </summary>
    private static readonly string[] People = ["+1555010", "491555000", "4915550 000", "Ada Example", "Bo Sample", "Cleo Muster", "@example.org"];

    private readonly TestClusterPortAllocator _ports = new();
    private WebApplication? _simulator;
    private WebApplication? _silo;

    internal SimulatorControl Simulator { get; private set; } = null!;

    internal IReadOnlyDictionary<string, CatalogEntry> Catalog { get; private set; } = null!;

    internal LeakWatch Leaks { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    internal HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    internal int GatewayPort { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _simulator = SimulatorApp.Build([], host => host.ConfigureLogging(logging => logging.ClearProviders()));
        await _simulator.StartAsync();
        Simulator = _simulator.Services.GetRequiredService<SimulatorControl>();
        Catalog = Simulator.Catalog(_simulator.Urls.Single());
        Leaks = new LeakWatch([.. Catalog.Values.SelectMany(Secrets), .. People]);

        var (silo, gateway) = _ports.AllocateConsecutivePortPairs(1);
        GatewayPort = gateway;
        _silo = SiloApp.Build(
            Arguments([.. Settings(), new("Cluster:SiloPort", $"{silo}"), new("Cluster:GatewayPort", $"{gateway}")]),
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(Leaks);
                // Orleans finds all grains of the process, those that play others in tests included.
                builder.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(Service).Assembly));
            });
        await _silo.StartAsync();
        Address = new Uri(_silo.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        if (_silo is not null)
        {
            await _silo.StopAsync();
            await _silo.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        _ports.Dispose();
        Assert.Empty(Leaks.Found);
    }

    /// <summary>The command line of a program that listens on a free port and logs all that a person might turn on.</summary>
    internal static string[] Arguments(IEnumerable<KeyValuePair<string, string>> settings) =>
    [
        "--contentRoot", AppContext.BaseDirectory,
        "--urls", "http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Debug",
        "--Logging:LogLevel:BatchGrains=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore=Debug",
        "--Logging:LogLevel:System.Net.Http.HttpClient=Trace",
        "--Logging:LogLevel:Polly=Debug",
        "--Logging:LogLevel:Orleans=Warning",
        .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    /// <summary>Asks for a target as it is written here, byte for byte.</summary>
    internal async Task<Answer> GetAsync(string target, params (string Name, string Value)[] headers)
    {
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{Address.Port}{target}", verbatim));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Leaks.Check(target, $"{response.Headers}{text}");
        Assert.False(response.StatusCode is HttpStatusCode.InternalServerError, $"{text} {string.Join('\n', Leaks.Errors)}");
        return new Answer(response, text);
    }

    internal Task<Answer> GetBatchAsync(string provider, string id, params (string Name, string Value)[] headers) =>
        GetAsync($"/v1/batches/{Uri.EscapeDataString(id)}?provider={provider}", headers);

    /// <summary>Every provider as the simulator says, one account each; looks follow each other quickly.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings() =>
    [
        new("Refresh:MinSeconds", "0.2"),
        new("Refresh:MaxSeconds", "2"),
        new("Refresh:KeepRaw", "true"),
        new("Providers:sandbox:Enabled", "true"),
        .. Catalog.SelectMany(provider => provider.Value.Settings
            .Append(new("RequestsPerSecond", "1000"))
            .Select(setting => KeyValuePair.Create($"Providers:{provider.Key}:{setting.Key}", setting.Value))),
    ];

    private static IEnumerable<string> Secrets(CatalogEntry provider) => provider.Settings
        .Where(setting => setting.Key.EndsWith("Key", StringComparison.Ordinal) || setting.Key.EndsWith("KeyId", StringComparison.Ordinal))
        .Select(setting => setting.Value)
        .Concat(provider.Settings.TryGetValue("Accounts:0:CredentialsFile", out var file) ? [PrivateKey(file), "ya29."] : []);

    // One line in the middle of it: JSON and PEM break the whole in different ways.
    private static string PrivateKey(string file) =>
        ((string)JsonNode.Parse(File.ReadAllText(file))!["private_key"]!).Split('\n')[2];
}

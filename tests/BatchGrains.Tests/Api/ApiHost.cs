using BatchGrains.Api.Hosting;
using BatchGrains.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace BatchGrains.Tests.Api;

/// <summary>The API as it runs in production, on real Kestrel, in front of a <see cref="FakeBatchReader"/>.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost((string Setting, string Value)[] settings, bool serveBatches)
    {
        Clock = new FakeTimeProvider(Readings.Now);
        Reader = new FakeBatchReader(Clock);
        var builder = WebApplication.CreateBuilder();
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Setting, (string?)s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(Logs));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IBatchReader>(Reader);
        builder.AddBatchGrainsApi();
        _app = builder.Build();
        _app.MapBatchGrainsApi(serveBatches);
    }

    public FakeTimeProvider Clock { get; }

    public FakeBatchReader Reader { get; }

    public FakeLogCollector Logs { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public static Task<ApiHost> StartAsync(params (string Setting, string Value)[] settings) => StartAsync(new ApiHost(settings, serveBatches: true));

    /// <summary>Starts it as in a silo with <c>Http:Serve=false</c>.</summary>
    public static Task<ApiHost> StartWithoutBatchesAsync() => StartAsync(new ApiHost([], serveBatches: false));

    /// <summary>Sends a request whose target reaches the server as it is written here.</summary>
    public Task<HttpResponseMessage> SendAsync(string target, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri($"http://127.0.0.1:{Address.Port}{target}", verbatim));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for the batch <c>b1</c> of OpenAI.</summary>
    public Task<HttpResponseMessage> GetBatchAsync(params (string Name, string Value)[] headers) =>
        SendAsync("/v1/batches/b1?provider=openai", null, headers);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Begins a stop that goes on answering for a while (with <c>Shutdown:DrainSeconds</c>), and says how it ends.</summary>
    public Task BeginStopAsync()
    {
        var stopped = StopAsync();
        return _app.Lifetime.ApplicationStopping.IsCancellationRequested ? stopped : throw new InvalidOperationException("The stop has not begun.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<ApiHost> StartAsync(ApiHost host)
    {
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Address = new Uri(host._app.Urls.Single());
        host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        return host;
    }
}

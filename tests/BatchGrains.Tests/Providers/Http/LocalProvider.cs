using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>A real HTTP server on the loopback that answers as a test says, and counts.</summary>
internal sealed class LocalProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrived = new(0);
    private int _calls;

    private LocalProvider(WebApplication app) => _app = app;

    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    public int Calls => Volatile.Read(ref _calls);

    public Uri Address => new(_app.Urls.First());

    public static async Task<LocalProvider> StartAsync(bool isTls = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (isTls)
            {
                endpoint.UseHttps(SelfSigned());
            }
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        var provider = new LocalProvider(builder.Build());
        provider._app.Run(provider.HandleAsync);
        await provider._app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async Task NextCallAsync(CancellationToken cancellationToken) =>
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken), "No call came.");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        _arrived.Release();
        return Answer(context);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

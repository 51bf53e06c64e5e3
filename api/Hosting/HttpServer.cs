using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BatchGrains.Api.Hosting;

/// <summary>Where the service listens, and how much of a caller's it takes.</summary>
internal static class HttpServer
{
    internal const string DefaultPort = "8080";

    // HTTP/1.1 and, over TLS, HTTP/2: Kestrel's default. Answers are not compressed: a batch is about 1 KB, polls are mostly answered
    // with 304, and a proxy that faces slow networks compresses better than the process that answers all of them.
    public static void AddHttpServer(this WebApplicationBuilder builder)
    {
        if (!IsAddressGiven(builder.Configuration))
        {
            builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, DefaultPort);
        }

        builder.WebHost.ConfigureKestrel(ConfigureLimits);
        // What is kept of requests that a client sends while it doesn't read the answers to those before: 1 MB by default.
        builder.WebHost.UseSockets(transport => transport.MaxReadBufferSize = 64 * 1024);
    }

    private static bool IsAddressGiven(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpsPortsKey] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();

    private static void ConfigureLimits(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        // The host of an absolute target counts, whatever the header beside it says (RFC 9112, 3.2.2): else it is an empty 400.
        options.AllowHostHeaderOverride = true;
        var limits = options.Limits;

        // An id of 512 characters, each percent-encoded, and a query fit several times.
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        // No request has a body that is read; a client that sends an empty object all the same keeps its connection.
        limits.MaxRequestBodySize = 1024;

        // Against callers that send or read a little at a time. Waiting requests are not touched: nothing is under way in them.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);

        // A proxy may put many waiting requests on one connection, and must not keep those of callers that are gone.
        limits.Http2.MaxStreamsPerConnection = 1000;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}

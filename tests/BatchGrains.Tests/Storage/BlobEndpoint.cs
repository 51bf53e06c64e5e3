using System.Net;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>A blob service that answers as the test says, and counts what it is asked.</summary>
internal sealed class BlobEndpoint(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public FakeLogger<AzureBlobGrainStorage> Log { get; } = new();

    public static BlobEndpoint Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new((request, _) => Task.FromResult(answer(request)));

    public static HttpResponseMessage Response(HttpStatusCode status, string? errorCode = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (errorCode is not null)
        {
            response.Headers.Add("x-ms-error-code", errorCode);
        }

        if (status == HttpStatusCode.Created)
        {
            response.Headers.TryAddWithoutValidation("ETag", "\"0x1\"");
            response.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
            response.Headers.Add("x-ms-request-server-encrypted", "true");
        }

        return response;
    }

    /// <summary>The storage on this service, started.</summary>
    public async Task<AzureBlobGrainStorage> StartAsync(CancellationToken cancellationToken, ILogger<AzureBlobGrainStorage>? logger = null)
    {
        var options = BoundedBlobClientOptions.Create();
        options.Transport = new HttpClientTransport(this);
        var client = new BlobServiceClient(new Uri("http://blobs.test/account"), options);
        return await StartAsync(client, logger ?? Log, cancellationToken);
    }

    public static async Task<AzureBlobGrainStorage> StartAsync(
        BlobServiceClient client,
        ILogger<AzureBlobGrainStorage> logger,
        CancellationToken cancellationToken,
        string container = "grainstate")
    {
        var activators = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<IActivatorProvider>();
        var options = new AzureBlobStorageOptions
        {
            BlobServiceClient = client,
            ContainerName = container,
            GrainStorageSerializer = new JsonStateSerializer(JsonSerializerOptions.Default),
        };
        var storage = new AzureBlobGrainStorage("blobs", options, activators, TimeProvider.System, logger);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        storage.Participate(lifecycle);
        await lifecycle.OnStart(cancellationToken);
        return storage;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Requests)
        {
            Requests.Add(request);
        }

        return answer(request, cancellationToken);
    }
}

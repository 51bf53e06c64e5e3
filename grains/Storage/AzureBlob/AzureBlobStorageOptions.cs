using Azure.Core;
using Azure.Storage.Blobs;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Settings of one Azure Blob grain storage; the names are those of Microsoft.Orleans.Persistence.AzureStorage.</summary>
internal sealed class AzureBlobStorageOptions : IStorageProviderSerializerOptions
{
    public const string DEFAULT_CONTAINER_NAME = "grainstate";

    public const int DEFAULT_INIT_STAGE = ServiceLifecycleStage.ApplicationServices;

    /// <summary>The container that holds the records. <value>The default value is <c>grainstate</c>.</value></summary>
    public string ContainerName { get; set; } = DEFAULT_CONTAINER_NAME;

    /// <summary>
    /// The client to use. It stays the application's: it is never disposed here, and its retries are the application's choice.
    /// Build it with <see cref="BoundedBlobClientOptions"/> so that a conditional write is never sent twice.
    /// </summary>
    [Redact]
    public BlobServiceClient? BlobServiceClient
    {
        get;
        set
        {
            field = value;
            CreateClient = value is null ? null : () => Task.FromResult(value);
        }
    }

    /// <summary>For the <c>ConfigureBlobServiceClient</c> methods. <value>By default retries and time-outs are bounded.</value></summary>
    [Redact]
    public BlobClientOptions? ClientOptions { get; set; }

    /// <summary>Whether clearing deletes the blob (or else leaves an empty one). <value>The default value is true.</value></summary>
    public bool DeleteStateOnClear { get; set; } = true;

    /// <summary>The silo lifecycle stage at which the container is made. <value>The default value is ApplicationServices.</value></summary>
    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;

    [Redact]
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    [Redact]
    internal Func<Task<BlobServiceClient>>? CreateClient { get; private set; }

    public void ConfigureBlobServiceClient(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        BlobServiceClient = new BlobServiceClient(connectionString, OptionsOrBounded());
    }

    public void ConfigureBlobServiceClient(Uri serviceUri)
    {
        ArgumentNullException.ThrowIfNull(serviceUri);
        BlobServiceClient = new BlobServiceClient(serviceUri, OptionsOrBounded());
    }

    public void ConfigureBlobServiceClient(Uri serviceUri, TokenCredential tokenCredential)
    {
        ArgumentNullException.ThrowIfNull(serviceUri);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        BlobServiceClient = new BlobServiceClient(serviceUri, tokenCredential, OptionsOrBounded());
    }

    public void ConfigureBlobServiceClient(Func<Task<BlobServiceClient>> createClientCallback)
    {
        ArgumentNullException.ThrowIfNull(createClientCallback);
        CreateClient = createClientCallback;
    }

    private BlobClientOptions OptionsOrBounded() => ClientOptions ?? BoundedBlobClientOptions.Create();
}

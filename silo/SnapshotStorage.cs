using System.Text.Json;
using Azure.Identity;
using BatchGrains.Api.Hosting;
using BatchGrains.Grains;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace BatchGrains.Silo;

/// <summary>Where the grains' snapshots are kept: <c>Storage:Mode</c> is Memory, AzureBlob or Redis.</summary>
internal static class SnapshotStorage
{
    /// <summary>The storage that grains ask for. It starts a grain even while the store itself is down.</summary>
    public const string Name = BatchGrain.StorageName;

    private const string Store = Name + "-store";

    public static ISiloBuilder AddSnapshotStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        Add(silo, configuration);
        return silo;
    }

    /// <param name="json">How states are written; null is how <see cref="BatchState"/> is.</param>
    public static void Add(ISiloBuilder silo, IConfiguration configuration, JsonSerializerOptions? json = null)
    {
        AddStore(silo, configuration);
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<StorageHealth>();
        // Every official provider looks for a serializer under its own name.
        silo.Services.AddKeyedSingleton<IGrainStorageSerializer>(Store, (services, _) => new DamageTolerantSerializer(
            new JsonStateSerializer(json ?? BatchStateJson.Default.Options),
            services.GetRequiredService<IActivatorProvider>(),
            services.GetRequiredService<StorageHealth>(),
            services.GetRequiredService<ILogger<DamageTolerantSerializer>>()));
        silo.Services.AddGrainStorage(Name, (services, _) => new OutageTolerantGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(Store),
            services.GetRequiredService<StorageHealth>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OutageTolerantGrainStorage>>()));
    }

    private static void AddStore(ISiloBuilder silo, IConfiguration configuration)
    {
        var mode = configuration["Storage:Mode"];
        switch (mode?.ToUpperInvariant())
        {
            case null or "" or "MEMORY":
                silo.AddMemoryGrainStorage(Store);
                break;
            case "AZUREBLOB":
                AddAzureBlob(silo, configuration, ConnectionString(configuration, mode, "AzureStorage"));
                break;
            case "REDIS":
                AddRedis(silo, ConnectionString(configuration, mode, "Redis"));
                break;
            default:
                throw new OrleansConfigurationException($"Storage:Mode is '{mode}'; it must be Memory, AzureBlob or Redis.");
        }
    }

    private static string ConnectionString(IConfiguration configuration, string mode, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } value
            ? value
            : throw new OrleansConfigurationException(
                $"Storage:Mode is {mode}, which needs ConnectionStrings:{name} (environment variable ConnectionStrings__{name}).");

    private static void AddAzureBlob(ISiloBuilder silo, IConfiguration configuration, string connectionString)
    {
        var options = new AzureBlobStorageOptions();
        try
        {
            if (!Uri.TryCreate(connectionString, UriKind.Absolute, out var uri))
            {
                options.ConfigureBlobServiceClient(connectionString);
            }
            else if (uri.Query.Length > 0)
            {
                // The address carries a shared access signature.
                options.ConfigureBlobServiceClient(uri);
            }
            else
            {
                options.ConfigureBlobServiceClient(uri, new DefaultAzureCredential());
            }
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            // Not the inner exception: it may quote the key.
            throw new OrleansConfigurationException(
                "ConnectionStrings:AzureStorage is neither an Azure Storage connection string nor the address of a blob service "
                + "(environment variable ConnectionStrings__AzureStorage).");
        }

        var container = configuration["Storage:ContainerName"] ?? options.ContainerName;
        if (!AzureBlobStorageOptionsValidator.IsContainerName(container))
        {
            throw new OrleansConfigurationException($"Storage:ContainerName is '{container}'; {AzureBlobStorageOptionsValidator.ContainerNameRule}.");
        }

        silo.AddAzureBlobGrainStorage(Store, (AzureBlobStorageOptions blobs) =>
        {
            blobs.BlobServiceClient = options.BlobServiceClient;
            blobs.ContainerName = container;
        });
    }

    private static void AddRedis(ISiloBuilder silo, string connectionString)
    {
        var redis = RedisConnection.Parse(connectionString);
        silo.AddRedisGrainStorage(Store, (RedisStorageOptions options) => options.ConfigurationOptions = redis);
    }
}

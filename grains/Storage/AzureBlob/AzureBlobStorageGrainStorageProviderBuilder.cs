using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;

// The official package registers the same words: only one of the two may be referenced.
[assembly: RegisterProvider("AzureBlobStorage", "GrainStorage", "Silo", typeof(AzureBlobStorageGrainStorageProviderBuilder))]

namespace Orleans.Hosting;

/// <summary>Reads <c>Orleans:GrainStorage:{name}</c> with <c>ProviderType</c> AzureBlobStorage.</summary>
internal sealed class AzureBlobStorageGrainStorageProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddAzureBlobGrainStorage(
            name ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (OptionsBuilder<AzureBlobStorageOptions> options) =>
                options.Configure<IServiceProvider>((target, services) => Bind(target, services, configurationSection)));

    private static void Bind(AzureBlobStorageOptions options, IServiceProvider services, IConfigurationSection section)
    {
        if (section["ContainerName"] is { Length: > 0 } container)
        {
            options.ContainerName = container;
        }

        if (section["SerializerKey"] is { Length: > 0 } serializerKey)
        {
            options.GrainStorageSerializer = services.GetRequiredKeyedService<IGrainStorageSerializer>(serializerKey);
        }

        if (section["ServiceKey"] is { Length: > 0 } serviceKey)
        {
            options.BlobServiceClient = services.GetRequiredKeyedService<BlobServiceClient>(serviceKey);
        }
        else if (ConnectionString(services, section) is { Length: > 0 } connectionString)
        {
            if (Uri.TryCreate(connectionString, UriKind.Absolute, out var uri))
            {
                options.ConfigureBlobServiceClient(uri);
            }
            else
            {
                options.ConfigureBlobServiceClient(connectionString);
            }
        }
    }

    private static string? ConnectionString(IServiceProvider services, IConfigurationSection section) =>
        section["ConnectionString"] is { Length: > 0 } given ? given
        : section["ConnectionName"] is { Length: > 0 } named ? services.GetRequiredService<IConfiguration>().GetConnectionString(named)
        : null;
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Hosting;

internal static class AzureBlobGrainStorageServiceCollectionExtensions
{
    public static IServiceCollection AddAzureBlobGrainStorageAsDefault(
        this IServiceCollection services, Action<AzureBlobStorageOptions> configureOptions) =>
        services.AddAzureBlobGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    public static IServiceCollection AddAzureBlobGrainStorageAsDefault(
        this IServiceCollection services, Action<OptionsBuilder<AzureBlobStorageOptions>>? configureOptions = null) =>
        services.AddAzureBlobGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    public static IServiceCollection AddAzureBlobGrainStorage(
        this IServiceCollection services, string name, Action<AzureBlobStorageOptions> configureOptions) =>
        services.AddAzureBlobGrainStorage(name, builder => builder.Configure(configureOptions));

    public static IServiceCollection AddAzureBlobGrainStorage(
        this IServiceCollection services, string name, Action<OptionsBuilder<AzureBlobStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(services.AddOptions<AzureBlobStorageOptions>(name));
        services.AddTransient<IConfigurationValidator>(provider => new AzureBlobStorageOptionsValidator(
            provider.GetRequiredService<IOptionsMonitor<AzureBlobStorageOptions>>().Get(name), name));
        services.TryAddEnumerable(ServiceDescriptor.Transient<
            IPostConfigureOptions<AzureBlobStorageOptions>,
            DefaultStorageProviderSerializerOptionsConfigurator<AzureBlobStorageOptions>>());
        services.ConfigureNamedOptionForLogging<AzureBlobStorageOptions>(name);
        return services.AddGrainStorage(name, AzureBlobGrainStorageFactory.Create);
    }
}

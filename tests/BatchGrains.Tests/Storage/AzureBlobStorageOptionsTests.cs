using System.Text.Json;
using BatchGrains.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

public sealed class AzureBlobStorageOptionsTests
{
    private const string Emulator = "UseDevelopmentStorage=true";

    [Fact]
    public void The_defaults_are_the_official_ones()
    {
        var options = new AzureBlobStorageOptions();
        Assert.Equal(
            ("grainstate", true, ServiceLifecycleStage.ApplicationServices),
            (options.ContainerName, options.DeleteStateOnClear, options.InitStage));
        Validate(options => options.ConfigureBlobServiceClient(Emulator));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Grains")]
    [InlineData("grain_state")]
    [InlineData("-grains")]
    [InlineData("grains-")]
    [InlineData("grain--state")]
    [InlineData("grains\n")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void A_container_name_that_Azure_refuses_is_refused_by_name(string? name) =>
        AssertRefused("ContainerName", options => options.ContainerName = name!);

    [Theory]
    [InlineData("abc")]
    [InlineData("batch-grains-2")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012")]
    public void A_container_name_that_Azure_takes_is_taken(string name) => Validate(options =>
    {
        options.ContainerName = name;
        options.ConfigureBlobServiceClient(Emulator);
    });

    [Fact]
    public void A_missing_client_is_refused() => AssertRefused("BlobServiceClient", options => options.BlobServiceClient = null);

    [Fact]
    public void A_stage_after_the_first_grain_is_refused() =>
        AssertRefused("InitStage", options => options.InitStage = ServiceLifecycleStage.Active);

    [Fact]
    public async Task A_silo_with_invalid_options_does_not_start()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StorageCluster.DeployAsync(silo =>
            silo.AddAzureBlobGrainStorage("blobs", (AzureBlobStorageOptions options) => options.ContainerName = "No")));
        Assert.Contains("Azure Blob grain storage 'blobs'", fault.ToString(), StringComparison.Ordinal);
    }

    private static void AssertRefused(string property, Action<AzureBlobStorageOptions> configure)
    {
        var refusal = Assert.Throws<OrleansConfigurationException>(() => Validate(options =>
        {
            options.ConfigureBlobServiceClient(Emulator);
            configure(options);
        }));
        Assert.Contains("'blobs'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"AzureBlobStorageOptions.{property} ", refusal.Message, StringComparison.Ordinal);
    }

    private static void Validate(Action<AzureBlobStorageOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IGrainStorageSerializer>(new JsonStateSerializer(JsonSerializerOptions.Default));
        services.AddAzureBlobGrainStorage("blobs", (OptionsBuilder<AzureBlobStorageOptions> options) => options.Configure(configure));
        using var provider = services.BuildServiceProvider();
        foreach (var validator in provider.GetServices<IConfigurationValidator>())
        {
            validator.ValidateConfiguration();
        }
    }
}

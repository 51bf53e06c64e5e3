using System.Text.RegularExpressions;

namespace Orleans.Configuration;

/// <summary>Refuses a silo whose Azure Blob storage cannot work, before it joins the cluster.</summary>
internal sealed partial class AzureBlobStorageOptionsValidator(AzureBlobStorageOptions options, string name) : IConfigurationValidator
{
    /// <summary>What Azure takes for a container's name.</summary>
    public const string ContainerNameRule = "a container name has 3 to 63 lower-case letters, digits and single dashes, none at an end";

    public static bool IsContainerName(string? name) => name is { Length: >= 3 and <= 63 } && ContainerNames().IsMatch(name);

    public void ValidateConfiguration()
    {
        if (options.CreateClient is null)
        {
            throw Invalid(nameof(options.BlobServiceClient), "is not set; set it or call ConfigureBlobServiceClient");
        }

        if (!IsContainerName(options.ContainerName))
        {
            throw Invalid(nameof(options.ContainerName), $"is '{options.ContainerName}'; {ContainerNameRule}");
        }

        if (options.InitStage >= ServiceLifecycleStage.Active)
        {
            throw Invalid(
                nameof(options.InitStage),
                $"is {options.InitStage}; storage must be ready before stage {ServiceLifecycleStage.Active} (Active)");
        }

        if (options.GrainStorageSerializer is null)
        {
            throw Invalid(nameof(options.GrainStorageSerializer), "is not set");
        }
    }

    private OrleansConfigurationException Invalid(string property, string why) =>
        new($"Azure Blob grain storage '{name}': {nameof(AzureBlobStorageOptions)}.{property} {why}.");

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerNames();
}

using BatchGrains.Grains;
using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>docs/providers.md says what the adapters do.</summary>
public sealed class ProvidersPageTests
{
    private const string WriteIt = "BATCHGRAINS_WRITE_DOCS";

    [Fact]
    public async Task The_page_of_providers_is_what_the_adapters_say()
    {
        await using var services = new ServiceCollection().AddLogging().AddBatchGrains(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var page = ProviderGuide.Render(services.GetServices<IBatchProvider>());
        var file = Path.Combine(RepositoryFolder.Path, "docs", "providers.md");
        if (Environment.GetEnvironmentVariable(WriteIt) == "1")
        {
            await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);
        }

        var written = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";

        Assert.True(page == written.ReplaceLineEndings("\n"), $"docs/providers.md is out of date. {WriteIt}=1 dotnet test writes it.");
    }
}

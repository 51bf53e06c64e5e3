using System.Text.RegularExpressions;
using BatchGrains.Api.Documentation;
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
        await using var services = Services();
        var page = ProviderGuide.Render(services.GetServices<IBatchProvider>());
        var file = Path.Combine(RepositoryFolder.Path, "docs", "providers.md");
        if (Environment.GetEnvironmentVariable(WriteIt) == "1")
        {
            await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);
        }

        var written = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";

        Assert.True(page == written.ReplaceLineEndings("\n"), $"docs/providers.md is out of date. {WriteIt}=1 dotnet test writes it.");
    }

    [Fact]
    public async Task The_document_of_the_api_names_every_provider()
    {
        await using var services = Services();
        var said = RequestParameters.Create().Single(parameter => parameter.Name == "provider").Description!;
        var named = Regex.Matches(said[said.IndexOf(':', StringComparison.Ordinal)..], "[a-z0-9-]+").Select(word => word.Value).ToHashSet();

        Assert.Empty(services.GetRequiredService<ProviderCatalog>().Names.Except(named));
    }

    private static ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddBatchGrains(new ConfigurationBuilder().Build()).BuildServiceProvider();
}

using BatchGrains.Grains;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Whoever sets up a provider by its environment variables can do so in Docker Compose as well.</summary>
public sealed class CustomaryVariablesTests
{
    public static TheoryData<string, string> Variables()
    {
        var all = new SortedSet<(string Provider, string Variable)>();
        // Some are read only where another one is set, and some only where it is not.
        Read(all, missing: null);
        foreach (var (_, variable) in all.ToArray())
        {
            Read(all, variable);
        }

        return [.. all.Select(pair => (pair.Provider, pair.Variable))];
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task Compose_passes_it_on_and_its_example_of_settings_names_it(string provider, string variable)
    {
        Assert.NotEmpty(provider);
        Assert.Contains($"{variable}:", await LinesAsync("docker-compose.yml"));
        Assert.Contains(await LinesAsync(".env.example"), line => line.StartsWith($"#{variable}=", StringComparison.Ordinal));
    }

    private static void Read(SortedSet<(string Provider, string Variable)> seen, string? missing)
    {
        var reading = "";
        using var services = new ServiceCollection()
            .AddSingleton(new AccountEnvironment(name =>
            {
                seen.Add((reading, name));
                return name == missing ? null : "https://variable.test";
            }))
            .AddLogging()
            .AddBatchGrains(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        foreach (var provider in services.GetRequiredService<ProviderCatalog>().All)
        {
            reading = provider.Name;
            services.GetRequiredService<AccountBook>().AccountsOf("default", provider);
        }
    }

    private static async Task<IEnumerable<string>> LinesAsync(string file) =>
        from line in await File.ReadAllLinesAsync(Path.Combine(RepositoryFolder.Path, file), TestContext.Current.CancellationToken) select line.Trim();
}

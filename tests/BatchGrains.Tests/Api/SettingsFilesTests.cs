using BatchGrains.Api.Hosting;
using BatchGrains.Tests.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BatchGrains.Tests.Api;

/// <summary>A file of settings that is saved while the service runs.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task One_that_can_not_be_read_is_told_of_and_does_no_harm()
    {
        var path = Path.Combine(_folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(path, """{ "Providers": { "openai": { "TimeoutSeconds": 7 } } }""", TestContext.Current.CancellationToken);
        using var configuration = new ConfigurationManager();
        configuration.SetBasePath(_folder.FullName).AddJsonFile("appsettings.json", optional: true, reloadOnChange: true);
        var logger = new FakeLogger<SettingsFiles>();
        await new SettingsFiles(configuration, logger).StartAsync(TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(path, """{ "Providers": { "openai": { "ApiKey": "sk-secret" "TimeoutSeconds": 8 } } }""", TestContext.Current.CancellationToken);
        await Eventually.Holds(() => logger.Collector.Count > 0);

        var line = logger.LatestRecord;
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.StartsWith("appsettings.json can't be read", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, """{ "Providers": { "openai": { "TimeoutSeconds": 9 } } }""", TestContext.Current.CancellationToken);
        await Eventually.Holds(() => configuration["Providers:openai:TimeoutSeconds"] == "9");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

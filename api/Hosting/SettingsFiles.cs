namespace BatchGrains.Api.Hosting;

/// <summary>Tells the log of a file of settings that is saved while the service runs and can't be read: nothing of it is in force.</summary>
internal sealed partial class SettingsFiles(IConfiguration configuration, ILogger<SettingsFiles> logger) : IHostedService
{
    // Set once the files have been read for the first time: a start with one that can't be read must fail.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in ((IConfigurationRoot)configuration).Providers.OfType<FileConfigurationProvider>())
        {
            file.Source.OnLoadException = failure =>
            {
                failure.Ignore = true;
                // The innermost tells the line; none quotes what stands there.
                LogUnread(file.Source.Path, failure.Exception.GetBaseException().Message);
            };
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Error, "{File} can't be read, and nothing of it is in force until it can: {Mistake}")]
    private partial void LogUnread(string? file, string mistake);
}

using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace BatchGrains.Grains.Accounts;

/// <summary>
/// What is set for each provider, also for one that gets its section while the service runs. The library's change tokens are made for names
/// that are known at the start.
/// </summary>
internal sealed partial class ProviderSettings : IDisposable
{
    private readonly IConfiguration _providers;
    private readonly IOptionsMonitor<ProviderOptions> _options;
    private readonly IOptionsMonitorCache<ProviderOptions> _read;
    private readonly ILogger<ProviderSettings> _logger;
    private readonly IDisposable _reloads;

    public ProviderSettings(
        IConfiguration configuration, ProviderCatalog catalog, IOptionsMonitor<ProviderOptions> options, IOptionsMonitorCache<ProviderOptions> read,
        ILogger<ProviderSettings> logger)
    {
        _providers = configuration.GetSection(ProviderOptions.SectionName);
        (_options, _read, _logger) = (options, read, logger);
        foreach (var name in catalog.Names)
        {
            // So that there is something to keep when what is saved later is not valid.
            options.Get(name);
        }

        _reloads = ChangeToken.OnChange(configuration.GetReloadToken, Renew);
    }

    /// <summary>What is set for a provider, and the defaults where nothing is.</summary>
    public ProviderOptions Of(string provider) => _options.Get(provider);

    public void Dispose() => _reloads.Dispose();

    private void Renew()
    {
        _read.Clear();
        foreach (var provider in _providers.GetChildren())
        {
            try
            {
                // Now, so that a mistake shows when it is saved and not when somebody asks.
                _options.Get(provider.Key.ToLowerInvariant());
            }
            catch (Exception mistake) when (mistake is OptionsValidationException or InvalidOperationException)
            {
                LogRefused(provider.Path, mistake.Message);
            }
        }

        LogRenewed();
    }

    [LoggerMessage(6, LogLevel.Information, "The settings have changed; those of the providers were read again")]
    private partial void LogRenewed();

    [LoggerMessage(7, LogLevel.Error, "The new settings at {Section} are not valid, and nothing of them is in force: {Mistake}")]
    private partial void LogRefused(string section, string mistake);
}

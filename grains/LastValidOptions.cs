using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains;

/// <summary>
/// Makes options as usual, but keeps the last valid ones when settings that are reloaded are not: a mistake saved in a file of a running
/// service must not fail its reads. At start, with nothing to keep, a mistake is an exception as ever.
/// </summary>
internal sealed partial class LastValidOptions<TOptions>(IServiceProvider services, ILogger<LastValidOptions<TOptions>> logger) : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly OptionsFactory<TOptions> _factory = ActivatorUtilities.CreateInstance<OptionsFactory<TOptions>>(services);
    private readonly ConcurrentDictionary<string, TOptions> _valid = new(StringComparer.Ordinal);

    /// <summary>Called once for each change: the monitor keeps what it gets.</summary>
    public TOptions Create(string name)
    {
        try
        {
            return _valid[name] = _factory.Create(name);
        }
        // The binder's exception is the latter: a text where a number belongs.
        catch (Exception mistake) when (mistake is OptionsValidationException or InvalidOperationException && _valid.ContainsKey(name))
        {
            LogRejected(typeof(TOptions).Name, name, mistake.Message);
            return _valid[name];
        }
    }

    [LoggerMessage(5, LogLevel.Error, "The changed settings are not valid, and those of before stay in force ({Options} {Name}): {Mistake}")]
    private partial void LogRejected(string options, string name, string mistake);
}

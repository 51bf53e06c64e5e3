using BatchGrains.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the reader of batches.</summary>
public static class BatchReaderHosting
{
    /// <summary>
    /// Registers <see cref="IBatchReader"/>, for a process that is an Orleans client or a silo: it keeps snapshots as long as they are fresh,
    /// and waits once for each batch, however many callers wait for it.
    /// </summary>
    /// <param name="services">The services of a host that has an <see cref="IGrainFactory"/>.</param>
    /// <param name="configure">How many snapshots to keep.</param>
    public static IServiceCollection AddBatchGrainsClientCache(this IServiceCollection services, Action<BatchReaderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<BatchReaderOptions>()
            .Validate(kept => kept is { MaxEntries: > 0, MaxBytes: > 0 }, "BatchReaderOptions: MaxEntries and MaxBytes must be greater than 0.");
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IBatchReader>(provider =>
        {
            var kept = provider.GetRequiredService<IOptions<BatchReaderOptions>>().Value;
            return new CachedBatchReader(
                provider.GetRequiredService<IGrainFactory>(),
                provider.GetRequiredService<TimeProvider>(),
                kept,
                // A silo is told of the death of another, and breaks the calls that it had there.
                hedges: provider.GetService<ILocalSiloDetails>() is null,
                provider.GetService<ILogger<CachedBatchReader>>() ?? NullLogger<CachedBatchReader>.Instance);
        });
        return services;
    }
}

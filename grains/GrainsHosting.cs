using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Refresh;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains;

/// <summary>What a silo needs to host the grains.</summary>
internal static class GrainsHosting
{
    public static IServiceCollection AddBatchGrains(this IServiceCollection services, IConfiguration configuration) => services
        .AddClock()
        .AddRefresh(configuration)
        .AddAccounts(configuration)
        .AddProviders()
        .AddSingleton<LookMetrics>()
        .AddSingleton<LookTraces>()
        .AddSingleton<ProviderLookup>()
        .AddSingleton<BatchGrainServices>()
        .AddSingleton<IActivationWorkingSetObserver, DeactivationNotice>();

    private static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place where the random source is chosen; everywhere else it is injected.
        services.TryAddSingleton(_ => new Jitter(Random.Shared));
#pragma warning restore RS0030
        return services;
    }

    private static IServiceCollection AddRefresh(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(RefreshOptions.SectionName);
        services.AddOptions<RefreshOptions>().Configure(options => StrictSettings.Read(section, options)).ValidateOnStart();
        services.AddSingleton<IOptionsChangeTokenSource<RefreshOptions>>(new ConfigurationChangeTokenSource<RefreshOptions>(section));
        services.AddSingleton<IValidateOptions<RefreshOptions>, RefreshOptionsValidation>();
        services.AddSingleton<IOptionsFactory<RefreshOptions>, LastValidOptions<RefreshOptions>>();
        return services;
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(new AccountEnvironment(Environment.GetEnvironmentVariable));
        services.TryAddSingleton<ILiveSilos, MembershipSilos>();
        services.AddSingleton<AccountBook>();
        services.AddSingleton<AccountGates>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ProviderSettings>(provider, configuration));
        services.AddSingleton<IConfigureOptions<ProviderOptions>>(new ProviderSection(configuration));
        foreach (var section in configuration.GetSection(ProviderOptions.SectionName).GetChildren())
        {
            services.AddOptions<ProviderOptions>(section.Key.ToLowerInvariant()).ValidateOnStart();
        }

        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidation>();
        services.AddSingleton<IOptionsFactory<ProviderOptions>, LastValidOptions<ProviderOptions>>();
        return services;
    }
}

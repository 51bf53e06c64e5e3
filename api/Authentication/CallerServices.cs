using Microsoft.Extensions.Options;

namespace BatchGrains.Api.Authentication;

/// <summary>Registers what tells callers apart.</summary>
internal static class CallerServices
{
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddOptions<CallerOptions>()
            .Configure<IConfiguration>((options, configuration) =>
            {
                configuration.GetSection("Auth").Bind(options);
                foreach (var tenant in configuration.GetSection("Tenants").GetChildren())
                {
                    options.Tenants[tenant.Key] = ReadTenant(tenant);
                }
            })
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<CallerOptions>, CallerOptionsValidator>()
            .AddSingleton<Callers>()
            .AddSingleton<CallerIdentification>();
    }

    // One by one: bound as a dictionary, a tenant with a value that can't be read would be left out without a word.
    private static TenantOptions ReadTenant(IConfigurationSection section)
    {
        var tenant = new TenantOptions();
        try
        {
            section.Bind(tenant, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{section.Path} can't be read: {exception.Message}", exception);
        }

        return tenant;
    }
}

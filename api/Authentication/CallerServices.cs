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
                    options.Tenants[tenant.Key] = TenantSection.Read(tenant);
                }
            })
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<CallerOptions>, CallerOptionsValidator>()
            .AddSingleton<Callers>()
            .AddSingleton<CallerIdentification>();
    }
}

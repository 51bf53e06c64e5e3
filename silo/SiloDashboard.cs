using BatchGrains.Api.Authentication;
using Orleans.Dashboard;

namespace BatchGrains.Silo;

/// <summary>Orleans' own dashboard, for operators: off unless <c>Dashboard:Enabled</c> is set, since it measures every call.</summary>
internal static class SiloDashboard
{
    private const string Path = "/dashboard";

    public static ISiloBuilder AddSiloDashboard(this ISiloBuilder silo, IConfiguration configuration) => IsEnabled(configuration)
        // The trace shows what the process logs, to anybody who may see the page.
        ? silo.AddDashboard(dashboard => dashboard.HideTrace = true)
        : silo;

    public static void MapSiloDashboard(this WebApplication app)
    {
        if (IsEnabled(app.Configuration))
        {
            app.MapOrleansDashboard(Path).ForOperators();
        }
    }

    private static bool IsEnabled(IConfiguration configuration) => configuration.GetValue("Dashboard:Enabled", false);
}

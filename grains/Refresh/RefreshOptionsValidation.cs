using System.Globalization;
using Microsoft.Extensions.Options;

namespace BatchGrains.Grains.Refresh;

/// <summary>Finds a schedule that can't work at start; each message names the setting.</summary>
internal sealed class RefreshOptionsValidation : IValidateOptions<RefreshOptions>
{
    private const double LongestSeconds = 86_400;

    // Readers take a silo for lost that is silent for 5 s, or for 3 s after the end of a wait.
    private const double LongestRefreshWait = 2.5;

    public ValidateOptionsResult Validate(string? name, RefreshOptions options)
    {
        List<string> problems =
        [
            .. Between("MinSeconds", options.MinSeconds, 0.05, LongestSeconds),
            .. Between("MaxSeconds", options.MaxSeconds, 0.05, LongestSeconds),
            .. Between("RefreshWaitSeconds", options.RefreshWaitSeconds, 0, LongestRefreshWait, ": readers take a silo that is silent for longer for lost"),
            .. Between("NotFoundSeconds", options.NotFoundSeconds, 0.05, 3600),
        ];
        if (options.MaxSeconds < options.MinSeconds)
        {
            problems.Add("Refresh:MaxSeconds must not be less than Refresh:MinSeconds.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Between(string setting, double value, double least, double most, string reason = "") =>
        value >= least && value <= most ? [] : [string.Create(CultureInfo.InvariantCulture, $"Refresh:{setting} must be from {least} to {most} seconds{reason}.")];
}

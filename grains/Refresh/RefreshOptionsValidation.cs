using Microsoft.Extensions.Options;

namespace BatchGrains.Grains.Refresh;

/// <summary>Finds a schedule that can't work at start; each message names the setting.</summary>
internal sealed class RefreshOptionsValidation : IValidateOptions<RefreshOptions>
{
    private const double LongestSeconds = 86_400;

    public ValidateOptionsResult Validate(string? name, RefreshOptions options)
    {
        List<string> problems =
        [
            .. Between("MinSeconds", options.MinSeconds, 0.05, LongestSeconds),
            .. Between("MaxSeconds", options.MaxSeconds, 0.05, LongestSeconds),
            .. Between("RefreshWaitSeconds", options.RefreshWaitSeconds, 0, 30),
            .. Between("NotFoundSeconds", options.NotFoundSeconds, 0.05, 3600),
        ];
        if (options.MaxSeconds < options.MinSeconds)
        {
            problems.Add("Refresh:MaxSeconds must not be less than Refresh:MinSeconds.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Between(string setting, double value, double least, double most) =>
        value >= least && value <= most ? [] : [$"Refresh:{setting} must be from {least} to {most} seconds."];
}

using Microsoft.Extensions.Options;

namespace BatchGrains.Api.Hosting;

/// <summary>Refuses times that no orchestrator would wait for; each message names the setting.</summary>
internal sealed class ShutdownOptionsValidation : IValidateOptions<ShutdownOptions>
{
    public ValidateOptionsResult Validate(string? name, ShutdownOptions options)
    {
        List<string> problems = [];
        if (options.DrainSeconds is not (>= 0 and <= 300))
        {
            problems.Add("Shutdown:DrainSeconds must be from 0 to 300.");
        }

        if (options.TimeoutSeconds is not (>= 1 and <= 600))
        {
            problems.Add("Shutdown:TimeoutSeconds must be from 1 to 600.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

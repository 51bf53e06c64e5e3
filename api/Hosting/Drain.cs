using Microsoft.Extensions.Options;

namespace BatchGrains.Api.Hosting;

/// <summary>
/// The first step of the stop: the process says that it is not ready, and answers requests that wait. Only then does the server
/// close its port and wait for requests in flight, and after it the silo hands its batches over.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, IOptions<ShutdownOptions> options, TimeProvider clock)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has told everybody already; a stop in code would tell only after this step.
        lifetime.StopApplication();
        if (options.Value.DrainSeconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), clock, cancellationToken);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

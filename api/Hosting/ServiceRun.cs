namespace BatchGrains.Api.Hosting;

/// <summary>A program's whole life, and the exit code that it ends with.</summary>
internal static class ServiceRun
{
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        IHostApplicationLifetime? lifetime = null;
        try
        {
            var app = build();
            lifetime = app.Lifetime;
            await app.RunAsync();
            return 0;
        }
        // Whatever it is that a start throws that was told to stop.
        catch (Exception) when (lifetime is { ApplicationStopping.IsCancellationRequested: true, ApplicationStarted.IsCancellationRequested: false })
        {
            return 0;
        }
        catch (Exception failure) when (lifetime is not { ApplicationStarted.IsCancellationRequested: true }
            && StartRefusal.Messages(failure) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await Console.Error.WriteLineAsync(message);
            }

            return 1;
        }
    }
}

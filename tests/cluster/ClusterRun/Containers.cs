using System.Diagnostics;
using System.Globalization;

namespace ClusterRun;

/// <summary>The cluster's containers, by the commands <c>docker</c> and Compose.</summary>
internal sealed class Containers(IReadOnlyList<string> compose)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public Task ComposeAsync(params string[] arguments) => ExecuteAsync([.. compose, .. arguments]);

    public Task DockerAsync(params string[] arguments) => ExecuteAsync(["docker", .. arguments]);

    /// <summary>The ids of a service's containers, oldest first.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string service)
    {
        var ids = await ExecuteAsync([.. compose, "ps", "-q", service]);
        return ids.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public async Task<string> AddressOfAsync(string service) => await InspectAsync(
        (await OfAsync(service))[0], "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

    public Task<string> NetworkOfAsync(string container) =>
        InspectAsync(container, "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}");

    /// <summary>Waits until a container runs and its health check says yes.</summary>
    public async Task UntilHealthyAsync(string container)
    {
        await UntilAsync(
            async () => await InspectAsync(container, "{{.State.Status}} {{.State.Health.Status}}") == "running healthy",
            $"The container {container} did not become healthy.");
    }

    /// <summary>Waits until a container has ended by itself and was started anew.</summary>
    public async Task UntilRestartedAsync(string container, int restarts) => await UntilAsync(
        async () => await RestartsAsync(container) > restarts, $"The container {container} did not end by itself.");

    /// <summary>How often the engine has started a container anew because it ended.</summary>
    public async Task<int> RestartsAsync(string container) =>
        int.Parse(await InspectAsync(container, "{{.RestartCount}}"), CultureInfo.InvariantCulture);

    private async Task<string> InspectAsync(string container, string format) =>
        (await ExecuteAsync(["docker", "inspect", "-f", format, container])).Trim();

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new InvalidOperationException(otherwise);
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task<string> ExecuteAsync(IReadOnlyList<string> command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await errors}");
    }
}

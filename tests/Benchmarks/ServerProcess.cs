using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A <see cref="ServeVerb"/> in a process of its own, so that its time and memory are nobody else's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Begins the line that tells the server's addresses.</summary>
    public const string Ready = "ready:";

    private readonly Process _process;

    private ServerProcess(Process process, string[] addresses)
    {
        _process = process;
        Address = new Uri(addresses[0]);
        Also = addresses.Length > 1 ? new Uri(addresses[1]) : null;
    }

    public Uri Address { get; }

    /// <summary>The simulator's address, of a service.</summary>
    public Uri? Also { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that was resident at any time.</summary>
    public double PeakMegabytes => Megabytes("VmHWM");

    public double Megabytes() => Megabytes("VmRSS");

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        foreach (var argument in (string[])["serve", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"{arguments[0]} ended before it was ready."));
            }
            else if (line.Data.StartsWith(Ready, StringComparison.Ordinal))
            {
                ready.TrySetResult(line.Data[Ready.Length..]);
            }
            else
            {
                Console.Error.WriteLine($"{arguments[0]}: {line.Data}");
            }
        };
        process.BeginOutputReadLine();
        var addresses = await ready.Task;
        return new ServerProcess(process, addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}

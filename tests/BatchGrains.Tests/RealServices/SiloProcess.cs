using System.Diagnostics;
using System.Text;
using Orleans.TestingHost;

namespace BatchGrains.Tests.RealServices;

/// <summary>The silo as a process of its own, which can be killed like one.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    // A guard only: the machine may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TestClusterPortAllocator _ports;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _listens;

    private SiloProcess(ProcessStartInfo start, TestClusterPortAllocator ports)
    {
        _ports = ports;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException($"The silo ended:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The port at which other silos reach it.</summary>
    public int SiloPort { get; private init; }

    /// <summary>Everything that it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the program that was built with the tests, at free ports.</summary>
    public static SiloProcess Start(IEnumerable<string> arguments)
    {
        // Not from those that the system gives to outgoing connections: one of them may take the port before the silo does.
        var ports = new TestClusterPortAllocator();
        var (siloPort, gatewayPort) = ports.AllocateConsecutivePortPairs(1);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "BatchGrains.Silo.dll"), "--urls=http://127.0.0.1:0", "--environment=Production",
                $"--Cluster:SiloPort={siloPort}", $"--Cluster:GatewayPort={gatewayPort}", .. arguments,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Settings of the tests themselves are not the silo's.
        start.Environment.Remove("ConnectionStrings__AzureStorage");
        return new SiloProcess(start, ports) { SiloPort = siloPort };
    }

    /// <summary>Waits until it serves, and tells where.</summary>
    public async Task<Uri> AddressAsync() => await _started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>SIGKILL: no good-byes.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, as an orchestrator stops it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        // Its end must not be an exception that nobody has seen.
        _ = _started.Task.Exception;
        _process.Dispose();
        _ports.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
        {
            _listens = new Uri(line[(at + Listening.Length)..].Trim());
        }

        // Said last: by then the silo is a member of its cluster.
        if (line.Contains("Application started", StringComparison.Ordinal) && _listens is not null)
        {
            _started.TrySetResult(_listens);
        }
    }
}

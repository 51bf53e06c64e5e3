using System.Diagnostics;
using System.Text;
using Orleans.TestingHost;

namespace BatchGrains.Tests.RealServices;

/// <summary>A silo or a front as a process of its own, which can be killed like one.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    // A guard only: the machine may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TestClusterPortAllocator? _ports;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(string Text, TaskCompletionSource Heard)> _expected = [];
    private readonly TaskCompletionSource<Uri> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _listens;

    private ServiceProcess(ProcessStartInfo start, TestClusterPortAllocator? ports)
    {
        _ports = ports;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Heard(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data, _errors);
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException($"The process ended:\n{Output}{Errors}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The port at which other silos reach it.</summary>
    public int SiloPort { get; private init; }

    /// <summary>The port at which fronts reach it.</summary>
    public int GatewayPort { get; private init; }

    /// <summary>What it has logged so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>Starts the silo that was built with the tests, at free ports.</summary>
    public static ServiceProcess StartSilo(IEnumerable<string> arguments)
    {
        // Not from those that the system gives to outgoing connections: one of them may take the port before the silo does.
        var ports = new TestClusterPortAllocator();
        var (siloPort, gatewayPort) = ports.AllocateConsecutivePortPairs(1);
        return new ServiceProcess(
            Program("BatchGrains.Silo.dll", [$"--Cluster:SiloPort={siloPort}", $"--Cluster:GatewayPort={gatewayPort}", .. arguments]), ports)
        {
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
        };
    }

    /// <summary>Starts the front that was built with the tests.</summary>
    public static ServiceProcess StartFront(IEnumerable<string> arguments) => new(Program("BatchGrains.Api.dll", arguments), null);

    /// <summary>Waits until it serves, and tells where.</summary>
    public async Task<Uri> AddressAsync() => await _started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until it has logged a text.</summary>
    public async Task HearsAsync(string text)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _expected.Add((text, heard));
        }

        await heard.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

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
        _ports?.Dispose();
    }

    private static ProcessStartInfo Program(string assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), "--urls=http://127.0.0.1:0", "--environment=Production", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Settings of the tests themselves are not the program's.
        start.Environment.Remove("ConnectionStrings__AzureStorage");
        return start;
    }

    private string Text(StringBuilder written)
    {
        lock (_output)
        {
            return written.ToString();
        }
    }

    private void Heard(string? line, StringBuilder written)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            written.AppendLine(line);
            foreach (var (_, heard) in _expected.Where(expected => line.Contains(expected.Text, StringComparison.Ordinal)))
            {
                heard.TrySetResult();
            }
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

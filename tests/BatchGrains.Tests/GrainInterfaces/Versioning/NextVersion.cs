using System.Diagnostics;

namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>A process that was built with a later version of the contracts.</summary>
internal sealed class NextVersion : IDisposable
{
    private readonly Process _process;

    private NextVersion(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    public static NextVersion Start(params string[] arguments)
    {
        // …/bin/BatchGrains.Tests/debug/ stands beside …/bin/NextContracts/debug/.
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(mine.Parent!.Parent!.FullName, "NextContracts", mine.Name, "NextContracts.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new NextVersion(Process.Start(start) ?? throw new InvalidOperationException("Not started."));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

using System.Diagnostics;

namespace Benchmarks;

/// <summary>Connections that each ask, read the answer, and ask again.</summary>
internal sealed class KeepAliveLoad(string name, ServerProcess server, byte[] request, int status) : IDisposable
{
    private const int Connections = 32;

    private readonly HttpConnection[] _connections = [.. Enumerable.Range(0, Connections).Select(_ => new HttpConnection())];
    private TimeSpan _processor;
    private long _answers;

    public string Name => name;

    /// <summary>Answers a second, of each turn.</summary>
    public List<double> Turns { get; } = [];

    /// <summary>The server's processor time for each answer. Over all turns: it is counted in steps of 10 ms.</summary>
    public double Microseconds => _processor.TotalMicroseconds / _answers;

    public async Task ConnectAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.ConnectAsync(server.Address);
        }
    }

    public async Task RunAsync(TimeSpan time)
    {
        var processor = server.ProcessorTime;
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(_connections.Select(connection => Task.Run(() => AskAsync(connection, begun, time))));
        Turns.Add(counts.Sum() / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        _answers += counts.Sum();
        _processor += server.ProcessorTime - processor;
    }

    /// <summary>Forgets the turns that warmed the server up.</summary>
    public void Forget()
    {
        Turns.Clear();
        (_processor, _answers) = (TimeSpan.Zero, 0);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task<long> AskAsync(HttpConnection connection, long begun, TimeSpan time)
    {
        var count = 0L;
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            await connection.SendAsync(request);
            await connection.ReceiveAsync();
            if (connection.Status != status)
            {
                throw new InvalidOperationException($"{name} answered {connection.Status}.");
            }

            count++;
        }

        return count;
    }
}

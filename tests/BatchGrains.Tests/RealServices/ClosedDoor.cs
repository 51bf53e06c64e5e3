using System.Net;
using System.Net.Sockets;

namespace BatchGrains.Tests.RealServices;

/// <summary>A way to a service that refuses connections until it is opened: the service is away, and then comes.</summary>
internal sealed class ClosedDoor : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closing = new();
    private Task _accepting = Task.CompletedTask;

    /// <param name="service">Where the service is, as host:port.</param>
    public ClosedDoor(string service)
    {
        var colon = service.LastIndexOf(':');
        (_host, _port) = (service[..colon], int.Parse(service[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        // Bound, so that nobody else gets the port, and not listening.
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    /// <summary>Where the door is, as host:port.</summary>
    public string Address => _socket.LocalEndPoint!.ToString()!;

    public void Open()
    {
        _socket.Listen();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _socket.AcceptAsync(_closing.Token)));
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(Socket accepted)
    {
        await using var caller = new NetworkStream(accepted, ownsSocket: true);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_host, _port, _closing.Token);
            await using var service = client.GetStream();
            await Task.WhenAny(caller.CopyToAsync(service, _closing.Token), service.CopyToAsync(caller, _closing.Token));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
            // Either side has gone.
        }
    }
}

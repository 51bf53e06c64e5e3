using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks;

/// <summary>One keep-alive connection that knows just enough HTTP/1.1 to cost next to nothing beside the server.</summary>
/// <param name="receiveBuffer">What the kernel keeps for a reader; 0 leaves it to the kernel.</param>
internal sealed class HttpConnection(int receiveBuffer = 0) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4 * 1024];
    private int _length;

    public int Status { get; private set; }

    public static byte[] Request(Uri uri, params string[] headers) => Encoding.ASCII.GetBytes(
        $"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public async ValueTask ConnectAsync(Uri uri)
    {
        if (receiveBuffer > 0)
        {
            _socket.ReceiveBufferSize = receiveBuffer;
        }

        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, uri.Port));
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await _socket.SendAsync(request)..];
        }
    }

    /// <summary>Reads one answer to its end.</summary>
    public async ValueTask ReceiveAsync()
    {
        _length = 0;
        while (!IsWhole())
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_length));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            _length += read;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool IsWhole()
    {
        var answer = _buffer.AsSpan(0, _length);
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        Status = Number(answer["HTTP/1.1 ".Length..]);
        ReadOnlySpan<byte> name = "Content-Length: "u8;
        var at = answer[..head].IndexOf(name);
        var body = at < 0 ? 0 : Number(answer[(at + name.Length)..]);
        return _length >= head + 4 + body;
    }

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : 0;
}

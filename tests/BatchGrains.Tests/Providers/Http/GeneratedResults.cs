namespace BatchGrains.Tests.Providers.Http;

/// <summary>A batch with megabytes of inline results, which exist only as they are read: many small results, or one long text.</summary>
internal sealed class GeneratedResults(long length, bool isOneText) : Stream
{
    private static readonly byte[] Item = """{"custom_id":"r\"7","response":{"status":200,"body":{"text":"A completion with {braces} and [brackets]."}},"n":[1,2,3]},"""u8.ToArray();
    private static readonly byte[] Words = "words without end, "u8.ToArray();

    private readonly byte[] _head = isOneText ? """{"id":"b","results":" """u8.ToArray() : """{"id":"b","results":["""u8.ToArray();
    private readonly byte[] _tail = isOneText ? "\",\"status\":\"completed\"}"u8.ToArray() : "0],\"status\":\"completed\"}"u8.ToArray();
    private readonly byte[] _body = isOneText ? Words : Item;
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _head.Length + (length / _body.Length * _body.Length) + _tail.Length;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        var bodyEnd = Length - _tail.Length;
        while (written < buffer.Length && _at < Length)
        {
            var part = _at < _head.Length ? _head.AsSpan((int)_at)
                : _at < bodyEnd ? _body.AsSpan((int)((_at - _head.Length) % _body.Length))
                : _tail.AsSpan((int)(_at - bodyEnd));
            var count = Math.Min(part.Length, buffer.Length - written);
            part[..count].CopyTo(buffer[written..]);
            written += count;
            _at += count;
        }

        return written;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

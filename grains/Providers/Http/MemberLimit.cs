using System.Buffers;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>
/// Copies a JSON text while leaving out the values of the outermost object's members that are too large, which are replaced by null: a batch
/// with a message for each of its 50,000 failed lines still has a state. Works on bytes as they come, as <see cref="JsonSkim"/> does.
/// </summary>
/// <param name="largest">The most that is kept of one value, in bytes.</param>
internal sealed class MemberLimit(int largest)
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("{}[]:,\""u8);

    private readonly ArrayBufferWriter<byte> _value = new(1024);
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _inValue;
    private bool _leftOut;

    /// <summary>Takes the next bytes and writes what is kept of them; a value is written when it has ended.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        while (!bytes.IsEmpty)
        {
            var count = _inText ? Text(bytes, kept) : Structure(bytes, kept);
            bytes = bytes[count..];
        }
    }

    private int Text(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        var end = _escaped ? 0 : bytes.IndexOfAny((byte)'"', (byte)'\\');
        var count = end < 0 ? bytes.Length : end + 1;
        _inText = end < 0 || _escaped || bytes[end] != '"';
        _escaped = end >= 0 && !_escaped && bytes[end] == '\\';
        Write(bytes[..count], kept);
        return count;
    }

    private int Structure(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        var at = bytes.IndexOfAny(Structural);
        if (at < 0)
        {
            Write(bytes, kept);
            return bytes.Length;
        }

        var found = bytes[at];
        Write(bytes[..at], kept);
        if (_depth == 1 && (found is (byte)',' or (byte)'}'))
        {
            EndValue(kept);
        }

        Write(bytes.Slice(at, 1), kept);
        _depth += found is (byte)'{' or (byte)'[' ? 1 : found is (byte)'}' or (byte)']' ? -1 : 0;
        _inText = found is (byte)'"';
        _inValue |= found is (byte)':' && _depth == 1;
        return at + 1;
    }

    private void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        if (!_inValue)
        {
            kept.Write(bytes);
        }
        else if (!_leftOut && _value.WrittenCount + bytes.Length <= largest)
        {
            _value.Write(bytes);
        }
        else if (!_leftOut)
        {
            _leftOut = true;
            kept.Write("null"u8);
        }
    }

    private void EndValue(IBufferWriter<byte> kept)
    {
        if (!_leftOut)
        {
            kept.Write(_value.WrittenSpan);
        }

        _value.ResetWrittenCount();
        _inValue = false;
        _leftOut = false;
    }
}

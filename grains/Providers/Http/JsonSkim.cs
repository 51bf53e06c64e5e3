using System.Buffers;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>
/// Copies a JSON text while leaving out the values of named members, which are replaced by null: megabytes of inline results cost
/// nothing but the reading. Works on bytes as they come; what is kept is parsed afterwards, and only then found to be JSON or not.
/// </summary>
/// <param name="skipped">Paths of members through nested objects, such as <c>response.inlinedResponses</c>.</param>
internal sealed class JsonSkim(IReadOnlyList<string> skipped)
{
    private readonly string[][] _paths = [.. skipped.Select(path => path.Split('.'))];
    private readonly List<string?> _names = []; // for each open container the member that is being read; null in an array
    private readonly ArrayBufferWriter<byte> _name = new(64);
    private Mode _mode = Mode.Structure;
    private bool _escaped;
    private bool _expectsName;
    private bool _skipString;
    private int _skipDepth;

    private enum Mode
    {
        Structure,
        Name,
        Text,
        SkipStart,
        SkipScalar,
        SkipNested,
    }

    /// <summary>Takes the next bytes and writes what is kept of them.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        foreach (var b in bytes)
        {
            if (Keeps(b, kept))
            {
                kept.GetSpan(1)[0] = b;
                kept.Advance(1);
            }
        }
    }

    private bool Keeps(byte b, IBufferWriter<byte> kept)
    {
        switch (_mode)
        {
            case Mode.Name:
            case Mode.Text:
                if (_mode is Mode.Name && !(b == '"' && !_escaped) && _name.WrittenCount < 64)
                {
                    _name.GetSpan(1)[0] = b;
                    _name.Advance(1);
                }

                if (EndsString(b))
                {
                    _mode = Mode.Structure;
                }

                return true;
            case Mode.SkipStart:
                return BeginsSkip(b, kept);
            case Mode.SkipScalar:
                if (b is (byte)',' or (byte)'}' or (byte)']')
                {
                    _mode = Mode.Structure;
                    return Structure(b);
                }

                return false;
            case Mode.SkipNested:
                Skip(b);
                return false;
            default:
                return Structure(b);
        }
    }

    private bool Structure(byte b)
    {
        switch (b)
        {
            case (byte)'{':
                _names.Add("");
                _expectsName = true;
                break;
            case (byte)'[':
                _names.Add(null);
                _expectsName = false;
                break;
            case (byte)'}':
            case (byte)']':
                if (_names.Count > 0)
                {
                    _names.RemoveAt(_names.Count - 1);
                }

                _expectsName = false;
                break;
            case (byte)',':
                _expectsName = _names.Count > 0 && _names[^1] is not null;
                break;
            case (byte)'"':
                _mode = _expectsName ? Mode.Name : Mode.Text;
                _name.ResetWrittenCount();
                break;
            case (byte)':':
                if (_names.Count > 0)
                {
                    _names[^1] = System.Text.Encoding.UTF8.GetString(_name.WrittenSpan);
                }

                _expectsName = false;
                _mode = IsSkipped() ? Mode.SkipStart : Mode.Structure;
                break;
            default:
                break;
        }

        return true;
    }

    private bool IsSkipped()
    {
        foreach (var path in _paths)
        {
            if (path.Length == _names.Count && path.SequenceEqual(_names))
            {
                return true;
            }
        }

        return false;
    }

    private bool BeginsSkip(byte b, IBufferWriter<byte> kept)
    {
        if (b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            return true;
        }

        kept.Write("null"u8);
        _skipString = b == '"';
        _skipDepth = b is (byte)'{' or (byte)'[' ? 1 : 0;
        _mode = _skipString || _skipDepth > 0 ? Mode.SkipNested : Mode.SkipScalar;
        return false;
    }

    private void Skip(byte b)
    {
        if (_skipString)
        {
            _skipString = !EndsString(b);
        }
        else if (b == '"')
        {
            _skipString = true;
        }
        else if (b is (byte)'{' or (byte)'[')
        {
            _skipDepth++;
        }
        else if (b is (byte)'}' or (byte)']')
        {
            _skipDepth--;
        }

        if (!_skipString && _skipDepth == 0)
        {
            _mode = Mode.Structure;
        }
    }

    private bool EndsString(byte b)
    {
        if (_escaped)
        {
            _escaped = false;
            return false;
        }

        _escaped = b == '\\';
        return b == '"';
    }
}

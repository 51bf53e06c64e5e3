using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>
/// Copies a JSON text while leaving out the values of named members, which are replaced by null: megabytes of inline results cost
/// nothing but the reading. Works on bytes as they come; what is kept is parsed afterwards, and only then found to be JSON or not.
/// </summary>
internal sealed class JsonSkim
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("{}[]:\""u8);
    private static readonly SearchValues<byte> Nesting = SearchValues.Create("{}[]\""u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",}] \n\r\t"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \n\r\t"u8);

    private readonly byte[][][] _paths;
    private readonly int[] _matched; // for each path how many of its parts the members lead through that are being read
    private readonly int _deepest;
    private readonly byte[] _name; // the last text, with its quotes: in front of a colon it is a name
    private int _nameLength;
    private Mode _mode = Mode.Structure;
    private bool _escaped;
    private bool _inNestedText;
    private int _depth;
    private int _skipDepth;

    /// <param name="skipped">Paths of members through nested objects, such as <c>response.inlinedResponses</c>.</param>
    public JsonSkim(IReadOnlyList<string> skipped)
    {
        _paths = [.. skipped.Select(path => path.Split('.').Select(Encoding.UTF8.GetBytes).ToArray())];
        _matched = new int[_paths.Length];
        _deepest = _paths.Select(path => path.Length).DefaultIfEmpty().Max();
        // Every character may be written as \u0000; a longer name is another name.
        _name = new byte[(_paths.SelectMany(path => path).Select(part => part.Length).DefaultIfEmpty().Max() * 6) + 2];
    }

    private enum Mode
    {
        Structure,
        Text,
        SkipStart,
        SkipText,
        SkipScalar,
        SkipNested,
    }

    /// <summary>Takes the next bytes and writes what is kept of them.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        if (_paths.Length == 0)
        {
            kept.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            var count = _mode switch
            {
                Mode.Text => Text(bytes, kept),
                Mode.SkipStart => SkipStart(bytes, kept),
                Mode.SkipText => SkipText(bytes),
                Mode.SkipScalar => SkipScalar(bytes),
                Mode.SkipNested => SkipNested(bytes),
                _ => Structure(bytes, kept),
            };
            bytes = bytes[count..];
        }
    }

    private int Structure(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        var at = bytes.IndexOfAny(Structural);
        var count = at < 0 ? bytes.Length : at + 1;
        kept.Write(bytes[..count]);
        if (at >= 0)
        {
            switch (bytes[at])
            {
                case (byte)'"':
                    _nameLength = 0;
                    Remember("\""u8);
                    _mode = Mode.Text;
                    break;
                case (byte)':':
                    _mode = IsSkipped() ? Mode.SkipStart : Mode.Structure;
                    break;
                case (byte)'{':
                case (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth--;
                    break;
            }
        }

        return count;
    }

    private int Text(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        var count = InText(bytes, out var ended);
        kept.Write(bytes[..count]);
        Remember(bytes[..count]);
        _mode = ended ? Mode.Structure : Mode.Text;
        return count;
    }

    private int SkipStart(ReadOnlySpan<byte> bytes, IBufferWriter<byte> kept)
    {
        var start = bytes.IndexOfAnyExcept(WhiteSpace);
        if (start < 0)
        {
            return bytes.Length;
        }

        var first = bytes[start];
        if (first is (byte)',' or (byte)'}' or (byte)']' or (byte)':')
        {
            // No value at all. It must not become JSON by a null of ours.
            _mode = Mode.Structure;
            return start;
        }

        kept.Write("null"u8);
        _mode = first switch
        {
            (byte)'"' => Mode.SkipText,
            (byte)'{' or (byte)'[' => Mode.SkipNested,
            _ => Mode.SkipScalar,
        };
        _skipDepth = 1;
        return start + 1;
    }

    private int SkipText(ReadOnlySpan<byte> bytes)
    {
        var count = InText(bytes, out var ended);
        _mode = ended ? Mode.Structure : Mode.SkipText;
        return count;
    }

    private int SkipScalar(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(AfterScalar);
        _mode = end < 0 ? Mode.SkipScalar : Mode.Structure;
        return end < 0 ? bytes.Length : end;
    }

    private int SkipNested(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_inNestedText)
            {
                at += InText(bytes[at..], out var ended);
                _inNestedText = !ended;
                continue;
            }

            var next = Next(bytes[at..]);
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            switch (bytes[at - 1])
            {
                case (byte)'"':
                    _inNestedText = true;
                    break;
                case (byte)'{':
                case (byte)'[':
                    _skipDepth++;
                    break;
                default:
                    if (--_skipDepth == 0)
                    {
                        _mode = Mode.Structure;
                        return at;
                    }

                    break;
            }
        }

        return bytes.Length;
    }

    // Structure often comes close together, where starting a vector search for each byte costs more than looking at the next few.
    private static int Next(ReadOnlySpan<byte> bytes)
    {
        var near = Math.Min(8, bytes.Length);
        for (var at = 0; at < near; at++)
        {
            if (bytes[at] is (byte)'"' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']')
            {
                return at;
            }
        }

        var far = bytes[near..].IndexOfAny(Nesting);
        return far < 0 ? -1 : near + far;
    }

    // How many of the bytes belong to the text that is being read, with the quote that ends it.
    private int InText(ReadOnlySpan<byte> bytes, out bool ended)
    {
        var at = _escaped ? 1 : 0;
        _escaped = false;
        ended = false;
        while (bytes[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var next)
        {
            at += next + 1;
            if (bytes[at - 1] == '"')
            {
                ended = true;
                return at;
            }

            if (at == bytes.Length)
            {
                _escaped = true;
                return at;
            }

            at++;
        }

        return bytes.Length;
    }

    private void Remember(ReadOnlySpan<byte> part)
    {
        if (_depth <= _deepest && _nameLength + part.Length <= _name.Length)
        {
            part.CopyTo(_name.AsSpan(_nameLength));
            _nameLength += part.Length;
        }
        else
        {
            _nameLength = _name.Length + 1; // too long to be one that is looked for
        }
    }

    private bool IsSkipped()
    {
        var skipped = false;
        for (var index = 0; index < _paths.Length; index++)
        {
            var path = _paths[index];
            if (_depth < 1 || _depth > path.Length || _matched[index] < _depth - 1)
            {
                continue;
            }

            var named = IsName(path[_depth - 1]);
            _matched[index] = named ? _depth : _depth - 1;
            skipped |= named && _depth == path.Length;
        }

        return skipped;
    }

    private bool IsName(ReadOnlySpan<byte> name)
    {
        if (_nameLength < 2 || _nameLength > _name.Length)
        {
            return false;
        }

        var quoted = _name.AsSpan(0, _nameLength);
        if (!quoted.Contains((byte)'\\'))
        {
            return quoted[1..^1].SequenceEqual(name);
        }

        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() && reader.ValueTextEquals(name);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

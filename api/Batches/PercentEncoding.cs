using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace BatchGrains.Api.Batches;

/// <summary>
/// Percent-decoding that refuses what is malformed. <see cref="Uri.UnescapeDataString(string)"/> leaves it, and then two spellings are one.
/// </summary>
internal static class PercentEncoding
{
    public static bool TryDecode(ReadOnlySpan<char> text, out string decoded)
    {
        decoded = "";
        if (text.ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        if (!text.Contains('%'))
        {
            decoded = text.ToString();
            return true;
        }

        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes[length++] = (byte)text[i];
                continue;
            }

            if (i + 2 >= text.Length
                || Convert.FromHexString(text.Slice(i + 1, 2), bytes.AsSpan(length, 1), out _, out _) is not OperationStatus.Done)
            {
                return false;
            }

            length++;
            i += 2;
        }

        var utf8 = bytes.AsSpan(0, length);
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        decoded = Encoding.UTF8.GetString(utf8);
        return true;
    }
}

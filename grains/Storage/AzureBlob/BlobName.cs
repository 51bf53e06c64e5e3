using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Storage;

/// <summary>
/// Gives every record a blob of its own: <c>{state}-{grain type}/{grain key}.json</c>, where each byte stands for itself or is
/// written <c>~XX</c>. So two records never share a name, and a plain key has the name that the official provider gives it.
/// </summary>
internal static class BlobName
{
    // Azure: a name has at most 1024 characters and 254 path segments. (Azurite enforces neither.)
    private const int MaxLength = 1024;
    private const int MaxSegments = 254;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    public static string For(string stateName, GrainId grainId)
    {
        var name = new StringBuilder();
        // The first dash ends the state name, the first slash ends the grain type.
        Append(name, Strict.GetBytes(stateName), escaped: "-/");
        name.Append('-');
        Append(name, grainId.Type.AsSpan(), escaped: "/");
        name.Append('/');
        Append(name, grainId.Key.AsSpan(), escaped: "");
        name.Append(".json");
        var full = name.ToString();
        return full.Length <= MaxLength && full.AsSpan().Count('/') < MaxSegments ? full : Digest(full);
    }

    // No escaped name has two tildes in a row, so a digest never meets one.
    private static string Digest(string name) => $"~~{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name)))}.json";

    private static void Append(StringBuilder name, ReadOnlySpan<byte> text, string escaped)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = (char)text[i];
            // Stores normalise dots, empty segments and dots or slashes at a segment's end; between two plain characters both are safe.
            var stays = Plain.Contains(text[i]) || (c is '.' or '/' && IsPlain(text, i - 1) && IsPlain(text, i + 1));
            if (stays && !escaped.Contains(c, StringComparison.Ordinal))
            {
                name.Append(c);
            }
            else
            {
                name.Append('~').Append(Convert.ToHexString(text.Slice(i, 1)));
            }
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> text, int index) =>
        (uint)index < (uint)text.Length && Plain.Contains(text[index]);
}

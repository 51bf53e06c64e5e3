using System.Globalization;
using System.Text.RegularExpressions;

namespace ProviderSimulator;

/// <summary>
/// Ids that may not hold words end in twelve digits: three for the meaning, five for its parameter (a life's seconds, a delay's
/// milliseconds), four that are free. <paramref name="write"/> puts them into an id together with a number for the id's other free part.
/// </summary>
internal sealed class CodedIds(Vocabulary vocabulary, Regex pattern, Func<string, int, string> write) : IdForm(vocabulary)
{
    /// <summary>A UUID behind a prefix; the first eight hexadecimal digits are free.</summary>
    public static CodedIds Uuid(Vocabulary vocabulary, string prefix = "") => new(
        vocabulary,
        new($"^{Regex.Escape(prefix)}[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-(?<code>[0-9]{{12}})$", RegexOptions.CultureInvariant),
        (code, free) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{free:x8}-0000-4000-8000-{code}"));

    protected override string Write(Meaning meaning, int number)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"{Vocabulary.Code(meaning):d3}{meaning.Parameter:d5}{number % 10_000:d4}");
        return write(code, number / 10_000);
    }

    public override Meaning? Read(string id)
    {
        if (pattern.Match(id) is not { Success: true } match) return null;
        var code = match.Groups["code"].ValueSpan;
        return Vocabulary.FromCode(int.Parse(code[..3], CultureInfo.InvariantCulture), int.Parse(code[3..8], CultureInfo.InvariantCulture));
    }
}

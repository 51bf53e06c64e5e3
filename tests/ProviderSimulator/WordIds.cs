using System.Globalization;
using System.Text.RegularExpressions;

namespace ProviderSimulator;

/// <summary>
/// Ids with the word in them: <c>batch_completed_1</c>. Where a provider's ids have no punctuation the separator is an <c>x</c>:
/// <c>msgbatch_inprogressx1</c>. Anything may follow.
/// </summary>
internal sealed class WordIds(Vocabulary vocabulary, string prefix, string separator = "_") : IdForm(vocabulary)
{
    private readonly Regex _pattern = new(
        $"^{Regex.Escape(prefix)}(?:(?<word>{Words(vocabulary)})|(?<word>(?:life|delay)[0-9]+))(?:$|[^A-Za-z]|x[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    protected override string Write(Meaning meaning, int number)
    {
        var token = Vocabulary.Token(meaning);
        if (separator == "x") token = token.Replace("_", "", StringComparison.Ordinal);
        return prefix + token + separator + number.ToString(CultureInfo.InvariantCulture);
    }

    public override Meaning? Read(string id)
        => _pattern.Match(id) is { Success: true } match ? Vocabulary.Find(match.Groups["word"].Value) : null;

    // Longest first: "completed_clean" is not "completed" with a suffix.
    private static string Words(Vocabulary vocabulary)
        => string.Join('|', vocabulary.Tokens.OrderByDescending(token => token.Length)
            .Select(token => string.Join("_?", token.Split('_', '-').Select(Regex.Escape))));
}

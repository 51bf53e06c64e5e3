namespace BatchGrains.Tests.EndToEnd;

/// <summary>
/// What each status word of each provider becomes, written from the providers' documents. <c>word=text</c>: the provider's text differs from the
/// simulator's name for the case; <c>word=</c>: the provider gives no text.
/// </summary>
internal static partial class ExpectedStates
{
    private static readonly string[] Providers = [.. Part1.Concat(Part2)];

    public static IEnumerable<(string Provider, string Word, string Status, string? ProcessingStatus)> All =>
        from part in Providers
        let lines = part.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from line in lines.Skip(1)
        let cut = line.IndexOf(':', StringComparison.Ordinal)
        from word in line[(cut + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let named = word.Split('=')
        select (lines[0], named[0], line[..cut], named.Length == 1 ? named[0] : named[1] is { Length: > 0 } text ? text : null);
}

using System.Globalization;
using System.Text;

namespace BatchGrains.Grains.Providers;

/// <summary>Writes docs/providers.md from what the adapters say of themselves.</summary>
internal static class ProviderGuide
{
    /// <summary>The page, in Markdown, the providers by name.</summary>
    public static string Render(IEnumerable<IBatchProvider> providers)
    {
        IBatchProvider[] sorted = [.. providers.OrderBy(provider => provider.Name, StringComparer.Ordinal)];
        var page = new StringBuilder();
        page.Append(
            """
            # Providers

            <!-- Written from the adapters' own tables; a test compares it with them. Change the adapters, not this page. -->

            What to set is found in `Providers:{name}:Accounts:{n}`, unless the table says `BaseUrl`, `AllowedRegions` or `Enabled`, which are
            settings of `Providers:{name}` itself. An environment variable makes an account of its own when no account is set. Every provider also
            takes `BaseUrl`, `RequestsPerSecond`, `MinRefreshSeconds` and `TimeoutSeconds`. A setting of another name ends the start, also one that
            stands in the wrong of the two places.

            Words are known in any case, and those of a cancellation with one L or two. A word that is not listed becomes `in_progress`, never
            an end; the provider's own word always stands in `processing_status`. What a provider does not tell is left out.

            | provider | what to set | ids |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var provider in sorted)
        {
            var (settings, ids) = (Cell(provider.Notes.Settings), Cell(provider.Notes.Ids));
            page.Append(CultureInfo.InvariantCulture, $"| [{provider.Name}](#{provider.Name}) | {settings} | {ids} |\n");
        }

        foreach (var provider in sorted)
        {
            Section(page, provider);
        }

        return page.ToString();
    }

    private static void Section(StringBuilder page, IBatchProvider provider)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {provider.Name}\n");
        if (provider.Notes.Words.Count > 0)
        {
            page.Append("\n| status | the provider's words |\n|---|---|\n");
        }

        // In the order in which a batch goes through them, not that of the adapter's table.
        foreach (var status in Order)
        {
            var words = provider.Notes.Words.Where(pair => pair.Value == status.Word).Select(pair => Word(pair.Key)).ToArray();
            if (words.Length > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{status.Word}` | {string.Join(", ", words)} |\n");
            }
        }

        if (Sentences(provider).ToArray() is { Length: > 0 } sentences)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n{string.Join(' ', sentences)}\n");
        }
    }

    private static readonly BatchStatus[] Order =
    [
        BatchStatus.Validating, BatchStatus.InProgress, BatchStatus.Finalizing, BatchStatus.Completed, BatchStatus.Failed, BatchStatus.Expired,
        BatchStatus.Cancelling, BatchStatus.Cancelled,
    ];

    private static IEnumerable<string> Sentences(IBatchProvider provider)
    {
        if (!string.IsNullOrWhiteSpace(provider.Notes.Remarks))
        {
            yield return provider.Notes.Remarks.Trim();
        }

        if (provider.MinimumInterval > TimeSpan.Zero)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"It is asked every {provider.MinimumInterval.TotalSeconds:0.#} seconds at most, as it documents; `MinRefreshSeconds` replaces that.");
        }

        if (!provider.MayKeepRaw)
        {
            yield return "There is no `raw_response`.";
        }
    }

    // A state that follows from something else than a word is written in brackets, and is no code.
    private static string Word(string word) => word.StartsWith('(') ? Cell(word) : $"`{Cell(word)}`";

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", @"\|", StringComparison.Ordinal);
}

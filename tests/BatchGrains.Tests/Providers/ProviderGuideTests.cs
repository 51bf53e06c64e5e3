using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class ProviderGuideTests
{
    [Fact]
    public void A_provider_has_a_row_and_a_section()
    {
        var page = ProviderGuide.Render([new Described("zeta"), new Described("alpha") { Interval = TimeSpan.FromSeconds(5), Raw = false }]);

        Assert.EndsWith(
            """
            | provider | what to set | ids |
            |---|---|---|
            | [alpha](#alpha) | `ApiKey` (or `A_KEY`) | `a` \| `b` |
            | [zeta](#zeta) | `ApiKey` (or `A_KEY`) | `a` \| `b` |

            ## alpha

            | status | the provider's words |
            |---|---|
            | `validating` | `queued`, (none yet) |
            | `completed` | `done` |

            Nothing is left out. It is asked every 5 seconds at most, as it documents; `MinRefreshSeconds` replaces that. There is no `raw_response`.

            ## zeta

            | status | the provider's words |
            |---|---|
            | `validating` | `queued`, (none yet) |
            | `completed` | `done` |

            Nothing is left out.

            """.ReplaceLineEndings("\n"),
            page,
            StringComparison.Ordinal);
        Assert.StartsWith("# Providers\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', page);
    }

    [Fact]
    public void A_provider_without_words_or_remarks_has_no_table()
    {
        var page = ProviderGuide.Render([new OllamaProvider()]);

        Assert.Contains("| [ollama](#ollama) | nothing | none |\n\n## ollama\n\nAlways `unsupported_operation`", page, StringComparison.Ordinal);
    }

    private sealed class Described(string name) : IBatchProvider
    {
        public string Name => name;

        public TimeSpan Interval { get; init; }

        public bool Raw { get; init; } = true;

        public TimeSpan MinimumInterval => Interval;

        public bool MayKeepRaw => Raw;

        public ProviderNotes Notes { get; } = new()
        {
            Settings = "`ApiKey` (or `A_KEY`)",
            Ids = "`a` | `b`",
            Words = [new("done", "completed"), new("queued", "validating"), new("(none yet)", "validating")],
            Remarks = "Nothing is left out. ",
        };

        public AccountOptions? AccountFromEnvironment(AccountVariables variables) => null;

        public BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) => null;

        public BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) => BatchIdentity.Valid(batchId);

        public Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}

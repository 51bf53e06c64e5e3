using System.Text.RegularExpressions;

namespace BatchGrains.Grains.Providers;

/// <summary>The providers that need no adapter of their own. A new one is a new row.</summary>
internal static partial class OpenAIShapedRows
{
    public const string UsualIdRule = "'batch_' and up to 200 letters, digits, '_' or '-'";

    private const string OpaqueIdRule = "printable ASCII without spaces, '\\', '?', '#' and '%', and no '.' or '..' between slashes";

    public static readonly IReadOnlyList<OpenAIShapedRow> All =
    [
        new()
        {
            Name = "openai",
            BaseUrl = "https://api.openai.com/v1",
            KeyVariable = "OPENAI_API_KEY",
            Ids = BatchId(),
            Remarks = "The shape itself. A key of a data-residency project needs its host in `Endpoint`, such as `https://eu.api.openai.com/v1`.",
        },
        new()
        {
            Name = "groq",
            BaseUrl = "https://api.groq.com/openai/v1",
            KeyVariable = "GROQ_API_KEY",
            Ids = BatchId(),
            Remarks = "OpenAI's own shape. `errors` may come with a completed batch.",
        },
        new()
        {
            Name = "parasail",
            BaseUrl = "https://api.parasail.io/v1",
            KeyVariable = "PARASAIL_API_KEY",
            // Parasail documents no form for its ids.
            IdRule = OpaqueIdRule,
        },
        new()
        {
            Name = "perplexity",
            BaseUrl = "https://api.perplexity.ai/v1",
            KeyVariable = "PERPLEXITY_API_KEY",
            Ids = BatchId(),
            Remarks = "OpenAI's own shape. Batches of the Agent API; Sonar's older asynchronous requests are not looked up.",
        },
        new()
        {
            Name = "cerebras",
            BaseUrl = "https://api.cerebras.ai/v1",
            KeyVariable = "CEREBRAS_API_KEY",
            Ids = BatchId(),
            Words = OpenAIShape.WordsWith(("queued", BatchStatus.Validating)),
            ResultsPath = "/results",
            WhenRefused = "Cerebras' batch API is in private preview: the account must be enabled for it.",
            Remarks = "OpenAI's own shape. `in_progress_at` and `expires_at` are often absent, as Cerebras leaves them out. "
                + "`results_url` leads to the results, also to the partial ones of a batch that expired or was cancelled.",
        },
        new()
        {
            Name = "nebius",
            BaseUrl = "https://api.tokenfactory.nebius.com/v1",
            KeyVariable = "NEBIUS_API_KEY",
            Ids = BatchId(),
            Words = OpenAIShape.WordsWith(("done", BatchStatus.Completed)),
            Remarks = "OpenAI's own shape. Counts are absent until Nebius knows them.",
        },
        new()
        {
            Name = "vllm",
            KeyVariable = "VLLM_API_KEY",
            BaseUrlVariable = "VLLM_BASE_URL",
            IdRule = OpaqueIdRule,
            Words = OpenAIShape.WordsOfImitators,
            WithoutBatches = "vLLM itself has no batch API: put a gateway that has one, such as LiteLLM, AIBrix or llm-d, in front of it.",
            Remarks = "Any server or gateway of OpenAI's shape. Where it knows one time of ending for all ends, that is the time of the end it came to.",
        },
        new()
        {
            Name = "sgl",
            KeyVariable = "SGLANG_API_KEY",
            BaseUrlVariable = "SGLANG_BASE_URL",
            IdRule = OpaqueIdRule,
            Words = OpenAIShape.WordsOfImitators,
            WithoutBatches = "SGLang removed its batch API in June 2025: run an older version, or put a gateway that has one, such as LiteLLM, in front of it.",
            Remarks = "An SGLang server from before June 2025, or any server or gateway of OpenAI's shape. SGLang tells counts only at the end.",
        },
    ];

    [GeneratedRegex(@"^batch_[A-Za-z0-9_-]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex BatchId();
}

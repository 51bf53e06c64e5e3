using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Ollama has no asynchronous jobs of any kind, so there is nothing that could be asked for: ollama/ollama, <c>server/routes.go</c>.
/// </summary>
internal sealed class OllamaProvider : IBatchProvider
{
    private static readonly BatchFault Unsupported = new()
    {
        Code = BatchFaultCode.UnsupportedOperation,
        Message = "batch_retrieve is not supported by ollama provider. Ollama has no batch API. Put a gateway that has one, such as LiteLLM, "
            + "in front of it, and ask for provider vllm with Providers:vllm:BaseUrl set to the gateway.",
    };

    public string Name => "ollama";

    public ProviderNotes Notes { get; } = new()
    {
        Settings = "nothing",
        Ids = "none",
        Words = [],
        Remarks = "Always `unsupported_operation`, without a call: Ollama has no batch API. Put a gateway that has one, such as LiteLLM, in front of "
            + "it and ask for `vllm`.",
    };

    public AccountOptions? AccountFromEnvironment(AccountVariables variables) => null;

    public BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) => Unsupported;

    public BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) => BatchIdentity.Valid(batchId);

    public Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderAnswer.Of(Unsupported));
}

using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Credentials;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// Azure OpenAI: OpenAI's batch with blobs beside files, https://learn.microsoft.com/azure/ai-foundry/openai/how-to/batch.
/// </summary>
/// <remarks>
/// The v1 API unless a dated <c>ApiVersion</c> asks for the older one; another version (<c>preview</c>) goes to the v1 API as its parameter.
/// An output blob is named before it exists, so blobs are shown once the batch has ended. A batch may run past its <c>expires_at</c>, so nothing
/// expires by the clock. Chosen: the token's scope is that of Cognitive Services, in the US government's cloud its own; <c>EntraScope</c> replaces it.
/// </remarks>
internal sealed partial class AzureProvider(ProviderHttp http, EntraTokens tokens) : HttpBatchProvider(http)
{
    private const string IdRule = "'batch_' and up to 100 letters, digits, '_' or '-'";

    public override string Name => "azure";

    protected override string? KeyHeader => "api-key";

    public override ProviderNotes Notes { get; } = new()
    {
        Settings = "`Endpoint` and `ApiKey`, or `AZURE_OPENAI_ENDPOINT` and `AZURE_OPENAI_API_KEY`; `UseEntra` instead of the key, with `EntraScope` where the token's is not "
            + "that of Cognitive Services; "
            + "`ApiVersion` for the dated API",
        Ids = "`batch_…`",
        Words = OpenAIShape.Words.Table,
        Remarks = "Microsoft asks for 60 seconds between two looks. A blob's address stands in place of a file id, for results once the batch has ended.",
    };

    // "Leave at least 60 seconds between status calls": the how-to above.
    public override TimeSpan MinimumInterval => TimeSpan.FromSeconds(60);

    public override AccountOptions? AccountFromEnvironment(AccountVariables variables) =>
        variables.Address("AZURE_OPENAI_ENDPOINT") is { } endpoint
            ? new AccountOptions { Endpoint = endpoint, ApiKey = variables.Credential("AZURE_OPENAI_API_KEY") }
            : null;

    public override BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) => account switch
    {
        null => NotConfigured(settings, account, "Endpoint", "AZURE_OPENAI_ENDPOINT"),
        { Endpoint: null } when settings.BaseUrl is null => NotConfigured(settings, account, "Endpoint", "AZURE_OPENAI_ENDPOINT"),
        { UseEntra: false } when string.IsNullOrWhiteSpace(account.ApiKey) => NotConfigured(settings, account, "ApiKey", "AZURE_OPENAI_API_KEY"),
        _ => null,
    };

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, Id(), IdRule);

    public override Uri Address(ProviderAccount account, string batchId)
    {
        var version = account.Credentials.ApiVersion;
        var dated = version is { Length: > 0 } && char.IsAsciiDigit(version[0]);
        // Portals and SDKs show the endpoint with and without the API's path.
        var endpoint = ApiPath().Replace(account.Credentials.Endpoint?.OriginalString ?? "", "");
        var query = string.IsNullOrEmpty(version) ? "" : $"?api-version={Uri.EscapeDataString(version)}";
        return new Uri($"{account.BaseUrl($"{endpoint}/openai{(dated ? "" : "/v1")}")}/batches/{Uri.EscapeDataString(batchId)}{query}");
    }

    public override Batch? Read(JsonElement answer, string batchId) => OpenAIShape.Read(answer, batchId, OpenAIShape.Words) is { } batch
        ? batch with
        {
            InputFileId = batch.InputFileId.Length > 0 ? batch.InputFileId : answer.Text("input_blob") ?? "",
            OutputFileId = batch.OutputFileId ?? (batch.Status.IsTerminal ? answer.Text("output_blob") : null),
            ErrorFileId = batch.ErrorFileId ?? (batch.Status.IsTerminal ? answer.Text("error_blob") : null),
        }
        : null;

    // A wrong path or version is answered as if the batch were missing, but for the words.
    public override BatchFault? ReadFault(UpstreamError error) =>
        error is { Status: 404, Message: { } message } && message.StartsWith("Resource not found", StringComparison.OrdinalIgnoreCase)
            ? CommonFaults.WrongAddress(Name, error)
            : OpenAIShape.ReadFault(Name, error);

    protected override async ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        if (!account.Credentials.UseEntra)
        {
            return await base.AuthorizeAsync(request, account, cancellationToken);
        }

        var token = await tokens.GetAsync(account, account.Credentials.EntraScope ?? Scope(request.RequestUri!), cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return token.Fault;
    }

    private static string Scope(Uri address) =>
        $"https://cognitiveservices.azure.{(address.Host.EndsWith(".azure.us", StringComparison.OrdinalIgnoreCase) ? "us" : "com")}/.default";

    [GeneratedRegex(@"^batch_[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"(/openai(/v1)?)?/*\z", RegexOptions.IgnoreCase)]
    private static partial Regex ApiPath();
}

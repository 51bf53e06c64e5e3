using System.Text.Json;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Grains.Providers;

/// <summary>A provider of OpenAI's shape, as its <see cref="OpenAIShapedRow"/> tells.</summary>
internal sealed partial class OpenAIShapedProvider(ProviderHttp http, OpenAIShapedRow row) : HttpBatchProvider(http)
{
    public override string Name => row.Name;

    protected override string? KeyVariable => row.KeyVariable;

    public override ProviderNotes Notes => new()
    {
        Settings = row.IsSelfHosted
            ? $"`BaseUrl`, with or without its `/v1` (or `{row.BaseUrlVariable}`); `ApiKey` if the server asks for one (or `{row.KeyVariable}`)"
            : $"`ApiKey` (or `{row.KeyVariable}`)" + (row.Name is "openai" ? "; optionally `Organization`, `Project`" : ""),
        Ids = row.Ids is null ? "opaque" : "`batch_…`",
        Words = row.Words.Table,
        Remarks = row.Remarks,
    };

    public override AccountOptions? AccountFromEnvironment(AccountVariables variables)
    {
        if (row.BaseUrlVariable is null)
        {
            return base.AccountFromEnvironment(variables);
        }

        return variables.Address(row.BaseUrlVariable) is { } server
            ? new AccountOptions { Endpoint = server, ApiKey = variables.Credential(row.KeyVariable) }
            : null;
    }

    public override BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account)
    {
        if (!row.IsSelfHosted)
        {
            return base.WhyNot(settings, account);
        }

        if (account is null && settings.Accounts.Count > 0)
        {
            return NotConfigured(settings, account, "Tenants", null);
        }

        return settings.BaseUrl is null && account?.Endpoint is null
            ? Unsupported($"{row.WithoutBatches} Then set Providers:{Name}:BaseUrl or the environment variable {row.BaseUrlVariable}.")
            : null;
    }

    public override BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts) =>
        BatchIdRule.Check(batchId, row.Ids, row.IdRule);

    public override Uri Address(ProviderAccount account, string batchId)
    {
        var server = account.BaseUrl(account.Credentials.Endpoint?.OriginalString ?? row.BaseUrl ?? "");
        // "http://localhost:8000" is how vLLM prints its address; ".../api/paas/v4" and ".../v1/openai" are complete.
        var version = row.IsSelfHosted && !VersionSegment().IsMatch(server) ? "/v1" : "";
        return new Uri($"{server}{version}/batches/{Uri.EscapeDataString(batchId)}");
    }

    public override Batch? Read(JsonElement answer, string batchId) => OpenAIShape.Read(answer, batchId, row.Words);

    // Chosen: none for a batch that failed, since it was refused as a whole.
    public override Batch Link(Batch batch, Uri address) =>
        row.ResultsPath is { } path && batch.Status is BatchStatus.Completed or BatchStatus.Expired or BatchStatus.Cancelled
            ? batch with { ResultsUrl = address.AbsoluteUri + path }
            : batch;

    public override BatchFault? ReadFault(UpstreamError error) => error.Status switch
    {
        404 when row.IsSelfHosted && OpenAIShape.HasNoRoute(error) => Unsupported(row.WithoutBatches),
        404 when OpenAIShape.HasNoRoute(error) => Hinted(CommonFaults.WrongAddress(Name, error)),
        501 when row.IsSelfHosted => Unsupported($"The server's batch API is turned off. {row.WithoutBatches}"),
        403 => Hinted(CommonFaults.AuthFailed(Name, error)),
        _ => OpenAIShape.ReadFault(Name, error),
    };

    protected override ValueTask<BatchFault?> AuthorizeAsync(
        HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        var credentials = account.Credentials;
        Add("OpenAI-Organization", credentials.Organization);
        Add("OpenAI-Project", credentials.Project);
        return string.IsNullOrWhiteSpace(credentials.ApiKey) ? default : base.AuthorizeAsync(request, account, cancellationToken);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                request.Headers.Add(name, value.Trim());
            }
        }
    }

    private BatchFault Hinted(BatchFault fault) => row.WhenRefused is { } hint ? fault with { Message = $"{fault.Message} {hint}" } : fault;

    [GeneratedRegex(@"/v\d+[a-z0-9]*(/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionSegment();
}

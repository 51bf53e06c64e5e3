using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// A provider that is asked with one GET. An adapter says where, as whom, and how to read the answer; each of these is a pure function.
/// </summary>
internal abstract class HttpBatchProvider(ProviderHttp http) : IBatchProvider
{
    public abstract string Name { get; }

    public abstract ProviderNotes Notes { get; }

    public virtual TimeSpan MinimumInterval => TimeSpan.Zero;

    public virtual TimeSpan? FinalRecheck(BatchSnapshot final) => null;

    public virtual bool MayKeepRaw => true;

    /// <summary>The customary environment variable with the key, where a key is all that an account needs.</summary>
    protected virtual string? KeyVariable => null;

    /// <summary>The header that carries the key; null for a bearer token.</summary>
    protected virtual string? KeyHeader => null;

    /// <summary>Why there is nothing to ask for, and what a key would show, where a batch is not what the provider has; null where it is.</summary>
    protected virtual string? WithoutKey => null;

    /// <summary>The members of an answer that hold results and are not read, see <see cref="JsonSkim"/>.</summary>
    protected virtual IReadOnlyList<string> Skipped => [];

    public virtual AccountOptions? AccountFromEnvironment(AccountVariables variables) =>
        KeyVariable is { } name && variables.Credential(name) is { } key ? new AccountOptions { ApiKey = key } : null;

    public virtual BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account) =>
        !string.IsNullOrWhiteSpace(account?.ApiKey) ? null
        : WithoutKey is { } why ? Unsupported($"{why}, set Providers:{Name}:Accounts:0:ApiKey or the environment variable {KeyVariable}.")
        : NotConfigured(settings, account, "ApiKey", KeyVariable);

    public abstract BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts);

    public virtual async Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken) =>
        await GetAsync(account, Address(account, batchId), json => Read(json, batchId), cancellationToken);

    /// <summary>Where the batch is. Each part that comes from an id is checked and escaped.</summary>
    public abstract Uri Address(ProviderAccount account, string batchId);

    /// <summary>The batch that an answer tells of, or null when it tells of none. Never throws, whatever the JSON holds.</summary>
    public abstract Batch? Read(JsonElement answer, string batchId);

    /// <summary>Adds the addresses that follow from where the batch was asked for, such as that of its results.</summary>
    public virtual Batch Link(Batch batch, Uri address) => batch;

    /// <summary>Whether an answer that is not a success tells of the batch all the same.</summary>
    public virtual bool TellsOfBatch(UpstreamError error) => false;

    /// <summary>What the provider's own dialect means; null leaves it to <see cref="CommonFaults"/>.</summary>
    public virtual BatchFault? ReadFault(UpstreamError error) => null;

    /// <summary>Adds the credentials. The default is the key, in <see cref="KeyHeader"/> or as a bearer token.</summary>
    /// <returns>A fault when there are none to be had.</returns>
    protected virtual ValueTask<BatchFault?> AuthorizeAsync(HttpRequestMessage request, ProviderAccount account, CancellationToken cancellationToken)
    {
        // A key from a file often ends with a line break, which no header may hold.
        var key = account.Credentials.ApiKey?.Trim();
        if (KeyHeader is { } header)
        {
            request.Headers.TryAddWithoutValidation(header, key);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return default;
    }

    /// <summary>One GET, with credentials, and the reading of what comes back.</summary>
    protected async Task<ProviderAnswer> GetAsync(
        ProviderAccount account, Uri address, Func<JsonElement, Batch?> read, CancellationToken cancellationToken)
    {
        // What has no TLS, such as a server of one's own on a local network, is asked in HTTP/1.1 all the same.
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (await AuthorizeAsync(request, account, cancellationToken) is { } refused)
        {
            return ProviderAnswer.Of(refused);
        }

        var response = await http.SendAsync(account, request, Skipped, cancellationToken);
        return response switch
        {
            { Fault: { } fault } => ProviderAnswer.Of(fault),
            { Error: { IsJson: true } told } when TellsOfBatch(told) && read(told.Body) is { } batch => ProviderAnswer.Of(Link(batch, address)) with
            {
                RetryAfter = response.RetryAfter,
            },
            { Error: { } error } when (ReadFault(error) ?? CommonFaults.Of(Name, error)) is var refusal => ProviderAnswer.Of(refusal) with
            {
                // A dialect may say in its body when to come again.
                RetryAfter = response.RetryAfter ?? refusal.RetryAfter,
                ShouldRetry = response.ShouldRetry,
            },
            _ when read(response.Body!.Value) is { } batch => ProviderAnswer.Of(Link(batch, address)) with
            {
                Raw = MayKeepRaw ? response.Raw : default,
                RetryAfter = response.RetryAfter,
            },
            _ => ProviderAnswer.Of(CommonFaults.BadResponse(Name, "it does not tell of a batch", response.RequestId)),
        };
    }

    /// <summary>The fault of a missing setting. Environment variables make an account only where none is configured.</summary>
    protected BatchFault NotConfigured(ProviderOptions settings, AccountOptions? account, string setting, string? variable) => new()
    {
        Code = BatchFaultCode.ProviderNotConfigured,
        Message = $"{Name} is not configured for this tenant: " + (settings.Accounts.Count, account) switch
        {
            (0, _) when variable is not null => $"set Providers:{Name}:Accounts:0:{setting} or the environment variable {variable}.",
            (0, _) => $"set Providers:{Name}:Accounts:0:{setting}.",
            (_, null) => $"none of Providers:{Name}:Accounts serves it; see their Tenants.",
            _ => $"set Providers:{Name}:Accounts:{settings.Accounts.IndexOf(account)}:{setting}.",
        },
    };

    /// <summary>The fault of an operation that the provider does not have, or not as it is set up.</summary>
    protected BatchFault Unsupported(string? why) => new()
    {
        Code = BatchFaultCode.UnsupportedOperation,
        Message = $"batch_retrieve is not supported by {Name} provider. {why}",
    };
}

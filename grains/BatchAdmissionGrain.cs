using System.Collections.Immutable;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using Orleans.Concurrency;

namespace BatchGrains.Grains;

/// <summary>Checks what can be checked without a call: every key that passes costs an activation, so nothing else does.</summary>
[StatelessWorker]
[GrainType("batch-admission")]
internal sealed class BatchAdmissionGrain(ProviderCatalog catalog, AccountBook book) : Grain, IBatchAdmission
{
    public ValueTask<BatchAdmission> Admit(string tenant, string provider, string batchId) =>
        ValueTask.FromResult(catalog.Find(provider) is { } known
            ? Check(known, tenant, batchId, book.Settings(known), book.AccountsOf(tenant, known))
            : new BatchAdmission { Fault = catalog.Unknown(provider) });

    public ValueTask<ImmutableArray<string>> Providers() => ValueTask.FromResult(catalog.Names);

    /// <summary>In the order that callers see: is it supported, is the id valid, is it configured.</summary>
    public static BatchAdmission Check(
        IBatchProvider provider, string tenant, string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts)
    {
        var first = accounts.Count > 0 ? accounts[0] : null;
        var whyNot = first?.Fault ?? provider.WhyNot(settings, first?.Credentials);
        if (whyNot is { Code: BatchFaultCode.UnsupportedOperation })
        {
            return new BatchAdmission { Fault = whyNot };
        }

        var identity = provider.Identify(batchId, settings, accounts);
        if (identity.Canonical is null || !BatchKey.TryCreate(tenant, provider.Name, identity.Canonical, out var key))
        {
            return new BatchAdmission { Fault = InvalidId(provider, identity.Rule ?? $"at most {BatchKey.MaxBatchIdLength} printable characters") };
        }

        return whyNot is null ? new BatchAdmission { Key = key } : new BatchAdmission { Fault = whyNot };
    }

    /// <summary>The fault of an id that breaks its provider's rule.</summary>
    public static BatchFault InvalidId(IBatchProvider provider, string rule) => new()
    {
        Code = BatchFaultCode.InvalidBatchId,
        Message = $"Not a batch id of {provider.Name}: expected {rule}.",
    };
}

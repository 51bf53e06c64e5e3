using BatchGrains.Grains.Accounts;

namespace BatchGrains.Grains.Providers;

/// <summary>
/// One provider: its rule for ids, one request, and the turning of the answer into a <see cref="Batch"/> or a <see cref="BatchFault"/>.
/// It keeps nothing between calls.
/// </summary>
internal interface IBatchProvider
{
    /// <summary>The name that callers use, in lower case.</summary>
    string Name { get; }

    /// <summary>What docs/providers.md says of the provider.</summary>
    ProviderNotes Notes { get; }

    /// <summary>The least time between two looks at one batch that the provider documents.</summary>
    TimeSpan MinimumInterval => TimeSpan.Zero;

    /// <summary>How often a final batch is looked at again, where what a provider tells of it may still change; null for never.</summary>
    TimeSpan? FinalRecheck(BatchSnapshot final) => null;

    /// <summary>Whether an answer may be kept and shown as it came. False where it holds data of people.</summary>
    bool MayKeepRaw => true;

    /// <summary>The customary environment variables that make up an account when none is configured; null when they are not set.</summary>
    AccountOptions? AccountFromEnvironment(AccountVariables variables);

    /// <summary>
    /// Why the provider can't be asked at all as it is set up (unsupported, or nothing configured for it); null when it can.
    /// <paramref name="account"/> is null when the tenant has none.
    /// </summary>
    BatchFault? WhyNot(ProviderOptions settings, AccountOptions? account);

    /// <summary>Checks an id against the provider's rule and gives its canonical spelling.</summary>
    /// <param name="batchId">The id as the caller gave it.</param>
    /// <param name="settings">What is set for the provider.</param>
    /// <param name="accounts">The tenant's accounts, in the order in which they are asked; none while nothing is configured.</param>
    BatchIdentity Identify(string batchId, ProviderOptions settings, IReadOnlyList<ProviderAccount> accounts);

    /// <summary>Asks the provider once. Never throws for what a provider can do; only for <paramref name="cancellationToken"/>.</summary>
    /// <param name="account">Whom to call.</param>
    /// <param name="batchId">A canonical id, from <see cref="Identify"/>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, CancellationToken cancellationToken);

    /// <summary>The same, for a provider that has nothing to remember a batch by but what was last seen of it.</summary>
    /// <param name="account">Whom to call.</param>
    /// <param name="batchId">A canonical id, from <see cref="Identify"/>.</param>
    /// <param name="last">The last snapshot; null when the batch was never seen.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<ProviderAnswer> RetrieveAsync(ProviderAccount account, string batchId, BatchSnapshot? last, CancellationToken cancellationToken) =>
        RetrieveAsync(account, batchId, cancellationToken);
}

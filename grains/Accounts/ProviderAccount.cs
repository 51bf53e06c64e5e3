namespace BatchGrains.Grains.Accounts;

/// <summary>Whom an adapter calls, and as whom.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Name">The account's name, unique within the provider.</param>
/// <param name="Settings">What is set for the provider as a whole.</param>
/// <param name="Credentials">What is set for the account.</param>
internal sealed record ProviderAccount(string Provider, string Name, ProviderOptions Settings, AccountOptions Credentials)
{
    /// <summary>Why the account can't be used, whatever the provider says of its credentials; null when it can.</summary>
    public BatchFault? Fault { get; init; }

    /// <summary>Where the provider is called, without a slash at the end.</summary>
    /// <param name="fallback">The provider's own address, for when none is set.</param>
    public string BaseUrl(string fallback) => (Settings.BaseUrl?.OriginalString ?? fallback).TrimEnd('/');

    /// <summary>Names the provider and the account, never a credential.</summary>
    public override string ToString() => $"{Provider}/{Name}";
}

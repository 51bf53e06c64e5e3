namespace ProviderSimulator;

public sealed record CatalogState(string Word, string Id);

public sealed record CatalogFault(string Name, string Id);

/// <summary>How BatchGrains reaches one simulated provider, and an id for everything that it can answer.</summary>
/// <param name="Settings">Keys are relative to <c>Providers:{name}:</c>.</param>
/// <param name="States">Every documented status word, documented special cases of them, and one word that nobody has heard of.</param>
/// <param name="Faults">The common faults and the provider's own.</param>
/// <param name="Life">An id that completes two seconds after it is first asked for.</param>
public sealed record CatalogEntry(
    IReadOnlyDictionary<string, string> Settings, IReadOnlyList<CatalogState> States, IReadOnlyList<CatalogFault> Faults, string Life);

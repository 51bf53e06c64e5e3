namespace BatchGrains.Grains.Accounts;

/// <summary>Who asks for a call: turns go round among tenants, and batches that are known go before those never seen.</summary>
/// <param name="Tenant">The tenant that the batch belongs to.</param>
/// <param name="IsKnown">Whether the batch has been seen at this account.</param>
internal readonly record struct LookTurn(string Tenant, bool IsKnown);

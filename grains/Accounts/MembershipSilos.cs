namespace BatchGrains.Grains.Accounts;

/// <summary>Counts the silos that membership holds for active.</summary>
internal sealed class MembershipSilos(ISiloStatusOracle silos) : ILiveSilos
{
    public int Count => Math.Max(1, silos.GetApproximateSiloStatuses(onlyActive: true).Count);
}

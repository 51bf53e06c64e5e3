using Orleans.Metadata;

namespace BatchGrains.Grains.Accounts;

/// <summary>Counts the silos that membership holds for active and that host batches: other services may join the cluster as silos of their own.</summary>
internal sealed class MembershipSilos(IClusterMembershipService membership, IClusterManifestProvider manifests, GrainTypeResolver types) : ILiveSilos
{
    private readonly GrainType _batch = types.GetGrainType(typeof(BatchGrain));
    private Counted? _last;

    public int Count
    {
        get
        {
            // Asked several times for each call to a provider, and changed by a silo's coming or going only.
            var (members, manifest) = (membership.CurrentSnapshot, manifests.Current);
            if (_last is not { } last || last.Members != members || last.Manifest != manifest)
            {
                _last = last = new Counted(members, manifest, Math.Max(1, members.Members.Values.Count(
                    member => member.Status is SiloStatus.Active && manifest.Silos.TryGetValue(member.SiloAddress, out var silo) && silo.Grains.ContainsKey(_batch))));
            }

            return last.Count;
        }
    }

    private sealed record Counted(ClusterMembershipSnapshot Members, ClusterManifest Manifest, int Count);
}

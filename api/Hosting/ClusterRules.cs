namespace BatchGrains.Api.Hosting;

/// <summary>What the section <c>Cluster</c> must say, in silos and in fronts. Orleans' own messages name no setting.</summary>
internal static class ClusterRules
{
    /// <summary>Every mistake, by the name of its setting.</summary>
    public static IEnumerable<string> Problems(ClusterMode mode, string clusterId, string serviceId, params IEnumerable<(string Name, int Port)> ports)
    {
        if (!Enum.IsDefined(mode))
        {
            yield return "Cluster:Mode must be Localhost or Redis.";
        }

        if (string.IsNullOrWhiteSpace(clusterId))
        {
            yield return "Cluster:ClusterId is empty. Leave it out for batchgrains.";
        }

        if (string.IsNullOrWhiteSpace(serviceId))
        {
            yield return "Cluster:ServiceId is empty. Leave it out for batchgrains.";
        }

        Dictionary<int, string> owners = [];
        foreach (var (name, port) in ports)
        {
            if (port is not (>= 1 and <= 65_535))
            {
                yield return $"Cluster:{name} must be from 1 to 65535.";
            }
            else if (!owners.TryAdd(port, name))
            {
                yield return $"Cluster:{name} is {port}, and so is Cluster:{owners[port]}: each needs a port of its own.";
            }
        }
    }
}

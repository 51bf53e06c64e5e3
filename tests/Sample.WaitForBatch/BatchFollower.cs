using BatchGrains;

namespace WaitForBatch;

/// <summary>Follows a batch from outside the cluster, without a grain of its own.</summary>
internal static class BatchFollower
{
    public static async Task<bool> FollowAsync(IGrainFactory grains, string provider, string batchId)
    {
        var batch = grains.GetBatch(provider, batchId);
        try
        {
            var first = await batch.GetAsync(maxAge: TimeSpan.FromMinutes(1));
            await Console.Out.WriteLineAsync($"Created {DateTimeOffset.FromUnixTimeSeconds(first.Batch.CreatedAt ?? 0):u}");

            await foreach (var state in batch.ChangesAsync())
            {
                await Console.Out.WriteLineAsync($"{state.Status.Word} {state.Batch.Progress}%");
            }

            return true;
        }
        catch (BatchUnavailableException unavailable)
        {
            await Console.Error.WriteLineAsync($"{unavailable.Fault.Word}: {unavailable.Fault.Message}");
            return false;
        }
    }
}

namespace BatchGrains.Grains.Providers.Reading;

/// <summary>The arithmetic on counts that a provider gave: what follows from them, and nothing else.</summary>
internal static class Counting
{
    /// <summary>
    /// Counts from the numbers that most providers give. What is left of the total is pending while the batch runs, and expired or
    /// canceled once that is its state; a total alone leaves nothing to reckon with.
    /// </summary>
    public static RequestCounts? Of(BatchStatus status, long? total, long? completed, long? failed)
    {
        if (total is null && completed is null && failed is null)
        {
            return null;
        }

        long? rest = total > 0 && (completed ?? failed) is not null ? Rest(total.Value, completed ?? 0, failed ?? 0) : null;
        return new RequestCounts
        {
            Total = total,
            Completed = completed,
            Failed = failed,
            Succeeded = completed,
            Expired = status is BatchStatus.Expired ? rest : null,
            Canceled = status is BatchStatus.Cancelled ? rest : null,
            Pending = status.IsTerminal ? null : rest,
        };
    }

    /// <summary>The counts of a single job that is shown as a batch of one.</summary>
    public static RequestCounts OfOne(BatchStatus status) =>
        Of(status, 1, status is BatchStatus.Completed ? 1 : 0, status is BatchStatus.Failed ? 1 : 0)!;

    /// <summary>
    /// A whole percent: 100 for a completed batch and for no other; otherwise what is finished of the total, absent while the total is unknown or zero.
    /// </summary>
    public static int? Progress(BatchStatus status, RequestCounts? counts)
    {
        if (status is BatchStatus.Completed)
        {
            return 100;
        }

        if (counts?.Total is not > 0 || (counts.Completed is null && counts.Failed is null))
        {
            return null;
        }

        var finished = (decimal)(counts.Completed ?? 0) + (counts.Failed ?? 0);
        return (int)Math.Clamp(finished * 100 / counts.Total.Value, 0, 99);
    }

    /// <summary>A provider's own percent, under the same rule: 100 for a completed batch and for no other.</summary>
    public static int? Progress(BatchStatus status, long? percent) =>
        status is BatchStatus.Completed ? 100 : percent is { } given ? (int)Math.Clamp(given, 0, 99) : null;

    // Subtracted one by one: the sum of two mangled numbers may overflow.
    private static long Rest(long total, long completed, long failed) => Math.Max(0, Math.Max(0, total - completed) - failed);
}

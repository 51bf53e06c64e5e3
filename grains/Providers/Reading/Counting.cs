namespace BatchGrains.Grains.Providers.Reading;

/// <summary>The arithmetic on counts that a provider gave: what follows from them, and nothing else.</summary>
internal static class Counting
{
    /// <summary>
    /// Counts from the numbers that most providers give. What is left of the total is pending while the batch runs, and expired or
    /// canceled once that is its state; it is not known while one of the numbers is missing.
    /// </summary>
    public static RequestCounts? Of(BatchStatus status, long? total, long? completed, long? failed)
    {
        if (total is null && completed is null && failed is null)
        {
            return null;
        }

        long? rest = (total, completed, failed) is ( > 0 and { } all, { } done, { } bad) ? Rest(all, done, bad) : null;
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

    /// <summary>All parts together; null when one of them is not known, or no number holds their sum.</summary>
    public static long? Sum(params ReadOnlySpan<long?> parts)
    {
        Int128 sum = 0;
        foreach (var part in parts)
        {
            if (part is null)
            {
                return null;
            }

            sum += part.Value;
        }

        return sum <= long.MaxValue ? (long)sum : null;
    }

    /// <summary>A part of a total in percent, 100 at most; null when one of the two is not known, or the total is zero.</summary>
    public static long? Percent(long? part, long? total) =>
        part is { } some && total is > 0 and { } all ? (long)Int128.Min((Int128)some * 100 / all, 100) : null;

    /// <summary>
    /// A whole percent: 100 for a completed batch and for no other; otherwise what is finished of the total, absent while one of the numbers is
    /// unknown or the total zero.
    /// </summary>
    public static int? Progress(BatchStatus status, RequestCounts? counts) =>
        Progress(status, Percent(Sum(counts?.Completed, counts?.Failed), counts?.Total));

    /// <summary>A percent from other numbers, or a provider's own, under the same rule: 100 for a completed batch and for no other.</summary>
    public static int? Progress(BatchStatus status, long? percent) =>
        status is BatchStatus.Completed ? 100 : percent is { } given ? (int)Math.Clamp(given, 0, 99) : null;

    // Subtracted one by one: the sum of two mangled numbers may overflow.
    private static long Rest(long total, long completed, long failed) => Math.Max(0, Math.Max(0, total - completed) - failed);
}

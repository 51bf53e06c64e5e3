namespace BatchGrains.Grains.Providers.Reading;

/// <summary>The one time that most providers tell of every end.</summary>
internal static class BatchEnd
{
    /// <summary>The batch with the time of its end, which goes to the end that it came to; as it is while it has not ended.</summary>
    public static Batch EndedAt(this Batch batch, long? time) => batch.Status switch
    {
        BatchStatus.Completed => batch with { CompletedAt = time },
        BatchStatus.Failed => batch with { FailedAt = time },
        BatchStatus.Expired => batch with { ExpiredAt = time },
        BatchStatus.Cancelled => batch with { CancelledAt = time },
        _ => batch,
    };
}

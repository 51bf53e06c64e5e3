namespace BatchGrains;

/// <summary>OpenAI's eight words for the state of a batch. Numbers are part of the wire format.</summary>
[GenerateSerializer]
[Alias("BatchGrains.BatchStatus")]
public enum BatchStatus
{
    /// <summary>Accepted, not started.</summary>
    Validating = 0,

    /// <summary>The job could not be carried out.</summary>
    Failed = 1,

    /// <summary>Under way; also what an unknown word of a provider becomes.</summary>
    InProgress = 2,

    /// <summary>All requests are done, results are being written.</summary>
    Finalizing = 3,

    /// <summary>Done; single requests may have failed.</summary>
    Completed = 4,

    /// <summary>Ended by its time limit.</summary>
    Expired = 5,

    /// <summary>Being cancelled.</summary>
    Cancelling = 6,

    /// <summary>Ended by a cancellation.</summary>
    Cancelled = 7,
}

namespace BatchGrains;

/// <summary>What a <see cref="BatchStatus"/> means and how it is written.</summary>
public static class BatchStatuses
{
    extension(BatchStatus status)
    {
        /// <summary>Completed, failed, expired or cancelled.</summary>
        public bool IsTerminal => status is BatchStatus.Completed or BatchStatus.Failed or BatchStatus.Expired or BatchStatus.Cancelled;

        /// <summary>The word in JSON, such as <c>in_progress</c>.</summary>
        public string Word => status switch
        {
            BatchStatus.Validating => "validating",
            BatchStatus.Failed => "failed",
            BatchStatus.InProgress => "in_progress",
            BatchStatus.Finalizing => "finalizing",
            BatchStatus.Completed => "completed",
            BatchStatus.Expired => "expired",
            BatchStatus.Cancelling => "cancelling",
            BatchStatus.Cancelled => "cancelled",
            _ => "in_progress",
        };
    }

    /// <summary>The state, or <see cref="BatchStatus.InProgress"/> for a number that a later version has sent.</summary>
    internal static BatchStatus Known(BatchStatus status) => Enum.IsDefined(status) ? status : BatchStatus.InProgress;

    /// <summary>Reads the word in JSON; an unknown one is <see cref="BatchStatus.InProgress"/>, never a terminal state.</summary>
    public static BatchStatus FromWord(string? word) => word switch
    {
        "validating" => BatchStatus.Validating,
        "failed" => BatchStatus.Failed,
        "finalizing" => BatchStatus.Finalizing,
        "completed" => BatchStatus.Completed,
        "expired" => BatchStatus.Expired,
        "cancelling" => BatchStatus.Cancelling,
        "cancelled" => BatchStatus.Cancelled,
        _ => BatchStatus.InProgress,
    };
}

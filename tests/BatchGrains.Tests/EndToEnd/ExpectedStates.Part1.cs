namespace BatchGrains.Tests.EndToEnd;

internal static partial class ExpectedStates
{
    private static IEnumerable<string> Part1 =>
    [
        """
        openai
        validating: validating
        in_progress: in_progress unheard_of nousage=in_progress
        finalizing: finalizing
        completed: completed completed_clean=completed completed_allfailed=completed
        failed: failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        azure
        validating: validating
        in_progress: in_progress unheard_of in_progress_nullcounts=in_progress in_progress_oldrest=In_Progress
        finalizing: finalizing
        completed: completed completed_oldrest=Completed completed_blob=completed completed_emptyerrorfile=completed
        failed: failed failed_openai=failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled canceled
        """,
        """
        anthropic
        in_progress: in_progress unheard_of in_progress_still=in_progress in_progress_hint=in_progress
        completed: ended ended_clean=ended ended_allerrored=ended ended_archived=ended
        expired: ended_expired=ended ended_partlyexpired=ended
        cancelling: canceling
        cancelled: ended_canceled=ended ended_partlycanceled=ended
        """,
        """
        bedrock
        validating: Submitted Validating Scheduled
        in_progress: InProgress UnheardOf InProgress_nocounts=InProgress
        completed: Completed PartiallyCompleted Completed_clean=Completed
        failed: Failed
        expired: Expired Expired_neverstarted=Expired
        cancelling: Stopping
        cancelled: Stopped
        """,
        """
        vertex
        validating: JOB_STATE_UNSPECIFIED JOB_STATE_QUEUED JOB_STATE_PENDING nostate=
        in_progress: JOB_STATE_RUNNING JOB_STATE_UPDATING JOB_STATE_PAUSED JOB_STATE_UNHEARD_OF
        in_progress: running_counted=JOB_STATE_RUNNING running_unknownremainder=JOB_STATE_RUNNING
        completed: JOB_STATE_SUCCEEDED JOB_STATE_PARTIALLY_SUCCEEDED succeeded_bigquery=JOB_STATE_SUCCEEDED succeeded_clean=JOB_STATE_SUCCEEDED
        failed: JOB_STATE_FAILED failed_nocounts=JOB_STATE_FAILED
        expired: JOB_STATE_EXPIRED
        cancelling: JOB_STATE_CANCELLING
        cancelled: JOB_STATE_CANCELLED
        """,
        """
        gemini
        validating: BATCH_STATE_UNSPECIFIED BATCH_STATE_PENDING
        in_progress: BATCH_STATE_RUNNING BATCH_STATE_UNHEARD_OF running_embed=BATCH_STATE_RUNNING nostate_running=
        completed: BATCH_STATE_SUCCEEDED JOB_STATE_SUCCEEDED succeeded_inline=BATCH_STATE_SUCCEEDED succeeded_clean=BATCH_STATE_SUCCEEDED
        completed: succeeded_embed=BATCH_STATE_SUCCEEDED nostate_succeeded=
        failed: BATCH_STATE_FAILED nostate_failed=
        expired: BATCH_STATE_EXPIRED expired_witherror=BATCH_STATE_EXPIRED
        cancelled: BATCH_STATE_CANCELLED cancelled_code1=BATCH_STATE_CANCELLED nostate_cancelled=
        """,
        """
        mistral
        validating: QUEUED
        in_progress: RUNNING UNHEARD_OF RUNNING_agent=RUNNING
        completed: SUCCESS SUCCESS_clean=SUCCESS SUCCESS_inline=SUCCESS
        failed: FAILED FAILED_many=FAILED
        expired: TIMEOUT_EXCEEDED
        cancelling: CANCELLATION_REQUESTED
        cancelled: CANCELLED
        """,
        """
        cohere
        validating: BATCH_STATUS_UNSPECIFIED BATCH_STATUS_QUEUED
        in_progress: BATCH_STATUS_IN_PROGRESS BATCH_STATUS_UNHEARD_OF minimal= embed_processing=processing embed_unheard_of=unheard_of
        completed: BATCH_STATUS_COMPLETED completed_clean=BATCH_STATUS_COMPLETED embed_complete=complete
        failed: BATCH_STATUS_FAILED embed_failed=failed
        cancelling: BATCH_STATUS_CANCELING embed_cancelling=cancelling
        cancelled: BATCH_STATUS_CANCELED BATCH_STATUS_CANCELLED embed_cancelled=cancelled
        """,
        """
        groq
        validating: validating
        in_progress: in_progress unheard_of in_progress_7d=in_progress
        finalizing: finalizing
        completed: completed completed_clean=completed completed_errorobject=completed
        failed: failed failed_array=failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        xai
        validating: validating=
        in_progress: in_progress= nostate= in_progress_texts= in_progress_rfc3339= expired=
        completed: completed= completed_clean= completed_reverted=
        failed: failed= cancelled_byxai=
        cancelling: cancelling=
        cancelled: cancelled=
        """,
    ];
}

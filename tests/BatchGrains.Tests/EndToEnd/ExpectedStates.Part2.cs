namespace BatchGrains.Tests.EndToEnd;

internal static partial class ExpectedStates
{
    private static IEnumerable<string> Part2 =>
    [
        """
        vllm
        validating: validating scheduling pending validating_aibrix=validating
        in_progress: in_progress unheard_of running in_progress_native=in_progress in_progress_aibrix=in_progress
        finalizing: finalizing
        completed: completed completed_native=completed completed_aibrix=completed completed_stack=completed
        failed: failed failed_aibrix=failed failed_stack=failed
        expired: expired expired_native=expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        sgl
        validating: validating
        in_progress: in_progress unheard_of
        completed: completed completed_allfailed=completed
        failed: failed
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        parasail
        validating: validating
        in_progress: in_progress unheard_of in_progress_full=in_progress
        finalizing: finalizing
        completed: completed completed_full=completed
        failed: failed failed_full=failed
        expired: expired expired_full=expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        perplexity
        validating: validating
        in_progress: in_progress unheard_of
        finalizing: finalizing
        completed: completed
        failed: failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        cerebras
        validating: validating queued
        in_progress: in_progress unheard_of in_progress_timed=in_progress
        finalizing: finalizing
        completed: completed
        failed: failed failed_object=failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        openrouter
        validating: validating
        in_progress: in_progress unheard_of in_progress_older=in_progress in_progress_noexpiry=in_progress
        finalizing: finalizing
        completed: completed completed_noresults=completed
        failed: failed
        expired: expired expired_noresults=expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        nebius
        validating: validating
        in_progress: in_progress unheard_of
        finalizing: finalizing
        completed: completed done done_untimed=done
        failed: failed
        expired: expired
        cancelling: cancelling
        cancelled: cancelled
        """,
        """
        together
        validating: VALIDATING
        in_progress: IN_PROGRESS UNHEARD_OF IN_PROGRESS_bare=IN_PROGRESS
        completed: COMPLETED
        failed: FAILED
        expired: EXPIRED
        cancelled: CANCELLED
        """,
        """
        fireworks
        validating: JOB_STATE_UNSPECIFIED JOB_STATE_CREATING JOB_STATE_CREATING_INPUT_DATASET JOB_STATE_VALIDATING JOB_STATE_PENDING
        validating: JOB_STATE_IDLE JOB_STATE_RE_QUEUEING
        in_progress: JOB_STATE_RUNNING JOB_STATE_PAUSED JOB_STATE_UNHEARD_OF newerrunning=JOB_STATE_RUNNING
        in_progress: stringsrunning=JOB_STATE_RUNNING sparserunning=JOB_STATE_RUNNING
        finalizing: JOB_STATE_WRITING_RESULTS
        completed: JOB_STATE_COMPLETED JOB_STATE_EARLY_STOPPED newercompleted=JOB_STATE_COMPLETED
        failed: JOB_STATE_FAILED
        expired: JOB_STATE_EXPIRED
        cancelling: JOB_STATE_CANCELLING JOB_STATE_DELETING JOB_STATE_DELETING_CLEANING_UP
        cancelled: JOB_STATE_CANCELLED
        """,
        """
        elevenlabs
        validating: pending
        in_progress: in_progress unheard_of in_progress_older=in_progress in_progress_retried=in_progress
        completed: completed completed_norecipients=completed completed_clean=completed
        failed: failed
        cancelled: cancelled
        """,
        """
        replicate
        validating: starting
        in_progress: processing unheard_of processing_nologs=processing
        completed: succeeded succeeded_dataremoved=succeeded succeeded_text=succeeded
        failed: failed failed_objecterror=failed
        expired: aborted
        cancelled: canceled canceled_deadline=canceled
        """,
        """
        runway
        validating: PENDING THROTTLED
        in_progress: RUNNING UNHEARD_OF
        completed: SUCCEEDED
        failed: FAILED FAILED_nocode=FAILED
        cancelled: CANCELLED
        """,
        """
        huggingface
        validating: SCHEDULING
        in_progress: RUNNING UPDATING PAUSED UNHEARD_OF RUNNING_timeout=RUNNING
        completed: COMPLETED COMPLETED_space=COMPLETED
        failed: ERROR ERROR_other=ERROR
        cancelling: DELETING
        cancelled: CANCELED DELETED STOPPED
        """,
    ];
}

using System.Net;

namespace ClusterRun;

/// <summary>What one request came to.</summary>
/// <param name="Batch">What was asked for.</param>
/// <param name="At">When the answer came, counted from the run's start.</param>
/// <param name="Silence">How long its client had had no good answer, less the wait that it had asked for itself.</param>
/// <param name="Failure">Null for a 200 or 304.</param>
/// <param name="ETag">The state that was told.</param>
/// <param name="Age">How long ago the provider was seen, in seconds.</param>
/// <param name="IsFinal">Whether the batch will not change any more.</param>
internal sealed record Answer(PolledBatch Batch, TimeSpan At, TimeSpan Silence, string? Failure, string? ETag, int Age, bool IsFinal)
{
    public static bool IsGood(HttpStatusCode status) => status is HttpStatusCode.OK or HttpStatusCode.NotModified;
}

using System.Globalization;
using System.Text.RegularExpressions;
using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Grains.Providers;

/// <summary>What becomes of a sandbox batch, as its id tells: <c>demo-{seconds}s</c>, an ending, and a label that tells two lives apart.</summary>
internal sealed partial record SandboxPlan(int Seconds, string Ending)
{
    public const string IdRule =
        "'demo-60s' (any number of seconds), 'demo-60s-fails', '-expires', '-cancelled', '-partial' or '-flaky', "
        + "each with a label such as '.run7' if wanted, or 'demo-unknown'";

    private const int Requests = 100;

    // Parts of a life: validating, in progress, finalizing, the end.
    private const double Started = 0.1;
    private const double CancelAsked = 0.7;
    private const double Worked = 0.9;

    /// <summary>The plan that an id tells, or null.</summary>
    public static SandboxPlan? Of(string batchId) => Id().Match(batchId) is { Success: true } id
        ? new SandboxPlan(int.Parse(id.Groups["seconds"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), id.Groups["ending"].Value)
        : null;

    /// <summary>The batch at a moment of its life.</summary>
    public Batch At(string batchId, DateTimeOffset start, DateTimeOffset now)
    {
        var part = Math.Max(0, (now - start).TotalSeconds / Seconds);
        var status = Status(part);
        var done = Done(part);
        var failed = Ending is "partial" ? done * 7 / 100 : 0;
        var counts = Counting.Of(status, Requests, done - failed, failed);
        return new Batch
        {
            Id = batchId,
            Endpoint = "/v1/chat/completions",
            Model = "sandbox",
            InputFileId = $"file-{batchId}-input",
            CompletionWindow = "24h",
            Status = status,
            ProcessingStatus = status.Word,
            RequestCounts = counts,
            Progress = Counting.Progress(status, counts),
            CreatedAt = Moment(0),
            ExpiresAt = Ending is "expires" ? Moment(1) : Moment(0) + Math.Max(Seconds, 24 * 60 * 60),
            InProgressAt = part >= Started ? Moment(Started) : null,
            FinalizingAt = part >= Worked && IsWorkedOff ? Moment(Worked) : null,
            CancellingAt = Ending is "cancelled" && part >= CancelAsked ? Moment(CancelAsked) : null,
            OutputFileId = status is BatchStatus.Completed ? $"file-{batchId}-output" : null,
            ErrorFileId = status is BatchStatus.Completed && failed > 0 ? $"file-{batchId}-errors" : null,
            Errors = status is BatchStatus.Failed ? ErrorList.Single("This sandbox batch fails, as its id says.", "sandbox_failure") : null,
        }.EndedAt(Moment(1));

        long Moment(double ofLife) => start.AddSeconds(Seconds * ofLife).ToUnixTimeSeconds();
    }

    private bool IsWorkedOff => Ending is "" or "partial" or "flaky";

    private BatchStatus Status(double part) => part switch
    {
        < Started => BatchStatus.Validating,
        >= 1 => Ending switch
        {
            "fails" => BatchStatus.Failed,
            "expires" => BatchStatus.Expired,
            "cancelled" => BatchStatus.Cancelled,
            _ => BatchStatus.Completed,
        },
        >= CancelAsked when Ending is "cancelled" => BatchStatus.Cancelling,
        >= Worked when IsWorkedOff => BatchStatus.Finalizing,
        _ => BatchStatus.InProgress,
    };

    private int Done(double part)
    {
        // A cancelled batch does no more work once it is asked to stop; one that fails or expires is too slow.
        var worked = Ending is "cancelled" ? Math.Min(part, CancelAsked) : part;
        var most = Ending switch { "fails" => 40, "expires" => 60, _ => Requests };
        return (int)(most * Math.Clamp((worked - Started) / (Worked - Started), 0, 1));
    }

    [GeneratedRegex(
        @"\Ademo-(?<seconds>[1-9][0-9]{0,8})s(-(?<ending>fails|expires|cancelled|partial|flaky))?(\.[A-Za-z0-9_-]{1,64})?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

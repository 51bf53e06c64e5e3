using BatchGrains;
using Microsoft.Extensions.Logging;

namespace WaitForBatch;

/// <summary>Waits for a batch to end, and then acts.</summary>
internal sealed partial class ReportGrain(ILogger<ReportGrain> logger) : Grain, IReportGrain
{
    private IGrainTimer? _waiting;
    private Report? _report;

    public Task WriteWhenDone(string provider, string batchId)
    {
        var batch = GrainFactory.GetBatch(provider, batchId);
        // A timer, because a batch may take a day and a call may not. It interleaves, so that the grain answers meanwhile.
        _waiting ??= this.RegisterGrainTimer(WaitAsync, batch, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = TimeSpan.FromSeconds(1),
            Interleave = true,
            KeepAlive = true,
        });
        return Task.CompletedTask;
    }

    public ValueTask<Report?> Read() => new(_report);

    private async Task WaitAsync(BatchHandle batch, CancellationToken cancellationToken)
    {
        var reading = await batch.WaitForCompletionAsync(TimeSpan.FromMinutes(10), cancellationToken);
        if (reading.Snapshot is { IsFinal: true } snapshot)
        {
            var counts = snapshot.Batch.RequestCounts;
            Write(new Report(true, $"{batch.BatchId} is {snapshot.Status.Word}: {counts?.Completed} of {counts?.Total} requests"));
        }
        else if (reading.Fault is { IsPassing: false } fault)
        {
            Write(new Report(false, $"{batch.BatchId} can't be read: {fault.Message}"));
        }
    }

    private void Write(Report report)
    {
        _report = report;
        _waiting?.Dispose();
        // The next order waits anew.
        _waiting = null;
        Written(logger, report.Text);
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Written(ILogger logger, string text);
}

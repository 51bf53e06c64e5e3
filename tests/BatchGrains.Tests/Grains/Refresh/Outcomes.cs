using BatchGrains.Grains.Refresh;

namespace BatchGrains.Tests.Grains.Refresh;

/// <summary>What looks bring, and when.</summary>
internal static class Outcomes
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static LookOutcome Running(int completed) => new() { Batch = ScriptedProvider.Running(completed).Batch, Account = "main" };

    public static LookOutcome Ended(BatchStatus status) => new() { Batch = ScriptedProvider.Ended(status).Batch, Account = "main" };

    public static LookOutcome Fault(BatchFaultCode code) => LookOutcome.Of(new BatchFault { Code = code, Message = "scripted" });
}

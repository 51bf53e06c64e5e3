namespace ClusterRun;

/// <summary>What clients saw of one fault: a line of the table.</summary>
internal sealed record Row(
    string Fault, TimeSpan Took, int Requests, int Failed, int NotAllowed, TimeSpan LongestGap, int OldestAge, int Overdue, int Calls)
{
    // The schedule of the overlay, 5 s with 10 % jitter, then two seconds in which a read waits for the look. Age is in whole seconds,
    // and the rest is for a machine that runs all of this and its own work on few cores.
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(5.5 + 2 + 1 + 2.5);

    public static string Header =>
        $"{"fault",-26}{"time",7}{"requests",10}{"failed",8}{"not allowed",13}{"longest gap",13}"
        + $"{"oldest",8}{"overdue",9}{"provider calls",16}";

    public static Row Of(string fault, Incident incident, IEnumerable<Answer> answers, int calls)
    {
        var all = answers.Where(answer => answer.At >= incident.From && answer.At < incident.Until).ToList();
        var failed = all.Where(answer => answer.Failure is not null).ToList();
        var running = all.Where(answer => answer is { Failure: null, IsFinal: false }).ToList();
        return new Row(
            fault,
            incident.Until - incident.From,
            all.Count,
            failed.Count,
            failed.Count(answer => !incident.Allows(answer.At)),
            all.Select(answer => answer.Silence).DefaultIfEmpty().Max(),
            running.Select(answer => answer.Age).DefaultIfEmpty().Max(),
            running.Count(answer => TimeSpan.FromSeconds(answer.Age) > Oldest + incident.Outage(answer.At, Oldest)),
            calls);
    }

    public override string ToString() =>
        $"{Fault,-26}{Took.TotalSeconds,5:0} s{Requests,10}{Failed,8}{NotAllowed,13}{LongestGap.TotalSeconds,11:0.0} s"
        + $"{OldestAge,6} s{Overdue,9}{Calls,16}";
}

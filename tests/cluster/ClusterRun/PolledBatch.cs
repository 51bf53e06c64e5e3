namespace ClusterRun;

/// <summary>One batch that is polled. The simulator reads from the id what becomes of it.</summary>
internal sealed record PolledBatch(string Provider, string Id)
{
    private const int Count = 200;

    public string Path => $"/v1/batches/{Id}?provider={Provider}";

    /// <summary>Some are over from the start, most end at some time during the run, some never do.</summary>
    public static IReadOnlyList<PolledBatch> All { get; } = [.. Enumerable.Range(0, Count).Select(Number)];

    private static PolledBatch Number(int number)
    {
        // From ten seconds to four minutes, in no order.
        var life = 10 + (number * 37 % 231);
        return (number % 10, number % 2) switch
        {
            ( < 2, 0) => new("openai", $"batch_completed_{number}"),
            ( < 2, _) => new("anthropic", $"msgbatch_endedx{number}"),
            ( < 4, 0) => new("openai", $"batch_in_progress_{number}"),
            ( < 4, _) => new("anthropic", $"msgbatch_inprogressx{number}"),
            (_, 0) => new("openai", $"batch_life{life}_{number}"),
            _ => new("anthropic", $"msgbatch_life{life}x{number}"),
        };
    }
}

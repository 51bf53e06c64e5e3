using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>
/// Runs every sequence of reads, writes and clears with no, the current and a stale ETag against a storage, each on a record of
/// its own, and compares every step with what a correct storage does.
/// </summary>
internal sealed class StorageModel(IGrainStorage storage, bool clearDeletes)
{
    private enum Act { Read, Write, Clear }

    private enum With { No, Current, Stale }

    private sealed record Step(Act Act, With ETag)
    {
        public override string ToString() => $"{Act} with {ETag} ETag";
    }

    /// <summary>What is stored: an ETag when a record or a tombstone is there, a value when it is a record.</summary>
    private sealed record Model(string? ETag, string? Value, string? Previous);

    private static readonly Step[] Steps =
    [
        new(Act.Read, With.No),
        .. from act in new[] { Act.Write, Act.Clear } from etag in Enum.GetValues<With>() select new Step(act, etag),
    ];

    public async Task CheckAllSequencesAsync(int depth, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(
            Sequences(depth),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (sequence, _) => await CheckAsync(sequence));

    private static IEnumerable<Step[]> Sequences(int depth) => depth == 0
        ? [[]]
        : Sequences(depth - 1).SelectMany(head => Steps.Select(Step[] (step) => [.. head, step]));

    private async Task CheckAsync(Step[] sequence)
    {
        var id = GrainId.Create("model", Guid.NewGuid().ToString("N"));
        var model = new Model(null, null, null);
        for (var i = 0; i < sequence.Length; i++)
        {
            var etag = ETagFor(sequence[i], model);
            if (etag is "unavailable")
            {
                // The sequence without this step is checked on its own.
                return;
            }

            var state = new GrainState<Note>(new Note { Text = $"value {i}" }, etag);
            var fault = await Record.ExceptionAsync(() => RunAsync(sequence[i], id, state));
            try
            {
                model = Next(sequence[i], model, state, fault, $"value {i}");
            }
            catch (Exception wrong)
            {
                var steps = string.Join("; ", sequence.AsEnumerable());
                throw new InvalidOperationException($"Step {i + 1} of [{steps}]: {wrong.Message}", wrong);
            }
        }
    }

    private static string? ETagFor(Step step, Model model) => step.ETag switch
    {
        With.No => null,
        With.Current => model.ETag ?? "unavailable",
        _ => model.Previous ?? "unavailable",
    };

    private Task RunAsync(Step step, GrainId id, GrainState<Note> state) => step.Act switch
    {
        Act.Read => storage.ReadStateAsync("note", id, state),
        Act.Write => storage.WriteStateAsync("note", id, state),
        _ => storage.ClearStateAsync("note", id, state),
    };

    private Model Next(Step step, Model model, GrainState<Note> state, Exception? fault, string value)
    {
        if (step.Act == Act.Read)
        {
            Assert.Null(fault);
            Assert.Equal(
                (model.Value ?? "", model.ETag ?? "", model.Value is not null), (state.State!.Text, state.ETag ?? "", state.RecordExists));
            return model;
        }

        var conflicts = step.ETag == With.Stale || (step.ETag == With.No && model.ETag is not null);
        if (conflicts)
        {
            Assert.IsAssignableFrom<InconsistentStateException>(fault);
            Assert.Equal(value, state.State!.Text);
            return model;
        }

        Assert.Null(fault);
        var previous = model.ETag ?? model.Previous;
        Assert.NotEqual(previous ?? "", state.ETag ?? "none");
        Assert.Equal(step.Act == Act.Write, state.RecordExists);
        Assert.Equal(step.Act == Act.Write ? value : "", state.State!.Text);
        var leavesRecord = step.Act == Act.Write || (!clearDeletes && model.ETag is not null);
        if (step.Act == Act.Clear)
        {
            Assert.Equal(leavesRecord, !string.IsNullOrEmpty(state.ETag));
        }

        return new Model(leavesRecord ? state.ETag : null, step.Act == Act.Write ? value : null, previous);
    }
}

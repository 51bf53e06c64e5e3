using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>A storage to test, in a silo of its own, and the words in which its tests speak.</summary>
public abstract class StorageFixture(StorageCluster cluster) : IAsyncLifetime
{
    protected const string State = "note";

    protected IGrainStorage Storage { get; private set; } = null!;

    /// <summary>Whether a cleared record leaves nothing behind (or else an empty record with an ETag).</summary>
    protected virtual bool ClearDeletes => true;

    /// <summary>Orleans' memory storage takes any ETag for a key that it never saw.</summary>
    protected virtual bool RefusesAnUnknownETag => true;

    protected abstract Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync();

    public async ValueTask InitializeAsync()
    {
        var (configure, name) = await DescribeAsync();
        Storage = await cluster.StartAsync(configure, name);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static string NewType() => $"t{Guid.NewGuid():N}";

    protected static GrainId NewId() => GrainId.Create(NewType(), "key");

    protected static GrainState<Note> NewState(string text) => new(new Note { Text = text });

    protected async Task<GrainState<Note>> WriteNewAsync(GrainId id, string text, int number = 0)
    {
        var state = NewState(text);
        state.State!.Number = number;
        await Storage.WriteStateAsync(State, id, state);
        Assert.False(string.IsNullOrEmpty(state.ETag));
        return state;
    }

    protected async Task<GrainState<Note>> ReadAsync(GrainId id)
    {
        var state = NewState("");
        await Storage.ReadStateAsync(State, id, state);
        return state;
    }

    protected async Task AssertStoredAsync(GrainId id, GrainState<Note> expected)
    {
        var read = await ReadAsync(id);
        Assert.Equal((expected.State, expected.ETag, true), (read.State, read.ETag, read.RecordExists));
    }

    protected static void AssertFresh(GrainState<Note> state)
    {
        Assert.Equal(new Note(), state.State);
        Assert.False(state.RecordExists);
    }

    protected static Task ConflictsAsync(Func<Task> operation) => Assert.ThrowsAnyAsync<InconsistentStateException>(operation);
}

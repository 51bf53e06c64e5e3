
namespace BatchGrains.Tests.Storage;

[Alias("test-note-grain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task WriteAsync(Note value);

    [Alias("read")]
    Task<Note> ReadAsync();
}

[GrainType("test-note")]
public sealed class NoteGrain([PersistentState("note", Silo.SnapshotStorage.Name)] IPersistentState<Note> note) : Grain, INoteGrain
{
    public Task WriteAsync(Note value)
    {
        note.State = value;
        return note.WriteStateAsync();
    }

    public Task<Note> ReadAsync() => Task.FromResult(note.State);
}

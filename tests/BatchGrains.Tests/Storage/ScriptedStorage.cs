using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>A storage of one record that fails, hangs or answers as the test says.</summary>
internal sealed class ScriptedStorage : IGrainStorage
{
    /// <summary>Awaited before every operation.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public Note? Stored { get; set; }

    public string? ETag { get; set; }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before();
        (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)(object)(Stored ?? new Note()), ETag!, Stored is not null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before();
        Check(grainState.ETag);
        Stored = (Note)(object)grainState.State!;
        ETag = grainState.ETag = Guid.NewGuid().ToString();
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before();
        Check(grainState.ETag);
        (Stored, ETag) = (null, null);
        (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)(object)new Note(), null!, false);
    }

    private void Check(string? etag)
    {
        if (etag != ETag)
        {
            throw new InconsistentStateException("conflict", ETag ?? "", etag ?? "");
        }
    }
}

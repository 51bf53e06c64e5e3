using BatchGrains.Grains.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

public sealed class OutageTolerantGrainStorageTests
{
    private static readonly GrainId Id = GrainId.Create("batch", "default/openai/batch_1");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ScriptedStorage _inner = new();
    private readonly ObservedStorageHealth _observed = new();
    private readonly IGrainStorage _storage;
    private readonly GrainState<Note> _state = new(new Note());

    public OutageTolerantGrainStorageTests()
    {
        _storage = new OutageTolerantGrainStorage(_inner, _observed.Health, _time, NullLogger<OutageTolerantGrainStorage>.Instance);
    }

    [Fact]
    public async Task A_read_at_activation_finds_no_record_while_storage_is_down_and_says_that_it_does_not_know()
    {
        Store("stored");
        Fail();
        await ReadAsync();
        Assert.Equal((new Note(), OutageTolerantGrainStorage.UnreadETag, false), (_state.State, _state.ETag, _state.RecordExists));
        Assert.True(_observed.Health.IsFailing);
    }

    [Fact]
    public async Task Reading_again_after_the_outage_finds_the_record()
    {
        Store("stored");
        Fail();
        await ReadAsync();
        await ReadAsync();
        Assert.Equal(["read IOException", "read IOException"], _observed.Failures);
        Mend();
        await ReadAsync();
        Assert.Equal(("stored", _inner.ETag, true), (_state.State!.Text, _state.ETag, _state.RecordExists));
        Assert.False(_observed.Health.IsFailing);
    }

    [Fact]
    public async Task Reading_again_during_the_outage_leaves_what_the_grain_has_learnt_meanwhile()
    {
        Fail();
        await ReadAsync();
        _state.State = new Note { Text = "from the provider" };
        await ReadAsync();
        Assert.Equal(("from the provider", OutageTolerantGrainStorage.UnreadETag), (_state.State!.Text, _state.ETag));
    }

    [Fact]
    public async Task A_read_by_a_grain_that_holds_a_record_fails_as_usual()
    {
        Store("stored");
        await ReadAsync();
        Fail();
        await Assert.ThrowsAsync<IOException>(ReadAsync);
        Assert.Equal(("stored", _inner.ETag, true), (_state.State!.Text, _state.ETag, _state.RecordExists));
        Assert.Equal(["read IOException"], _observed.Failures);
    }

    [Fact]
    public async Task An_unread_state_is_written_as_new()
    {
        Fail();
        await ReadAsync();
        Mend();
        _state.State = new Note { Text = "from the provider" };
        await _storage.WriteStateAsync("s", Id, _state);
        Assert.Equal(("from the provider", _inner.ETag, true), (_inner.Stored!.Text, _state.ETag, _state.RecordExists));
    }

    [Fact]
    public async Task An_unread_state_does_not_overwrite_a_record()
    {
        Store("stored");
        Fail();
        await ReadAsync();
        Mend();
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("s", Id, _state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("s", Id, _state));
        Assert.Equal(("stored", OutageTolerantGrainStorage.UnreadETag), (_inner.Stored!.Text, _state.ETag));
    }

    [Fact]
    public async Task A_write_during_an_outage_fails_and_is_counted()
    {
        Fail();
        await ReadAsync();
        await Assert.ThrowsAsync<IOException>(() => _storage.WriteStateAsync("s", Id, _state));
        Assert.Equal(OutageTolerantGrainStorage.UnreadETag, _state.ETag);
        Assert.Equal(["read IOException", "write IOException"], _observed.Failures);
        Assert.True(_observed.Health.IsFailing);
    }

    [Fact]
    public async Task Storage_is_well_again_once_an_operation_of_any_kind_succeeds()
    {
        Fail();
        await ReadAsync();
        await Assert.ThrowsAsync<IOException>(() => _storage.ClearStateAsync("s", Id, _state));
        Mend();
        await _storage.WriteStateAsync("s", Id, _state);
        Assert.False(_observed.Health.IsFailing);
    }

    [Fact]
    public async Task A_conflict_is_an_answer_and_no_failure()
    {
        Store("stored");
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("s", Id, _state));
        Assert.Empty(_observed.Failures);
        Assert.False(_observed.Health.IsFailing);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_given_up_and_its_late_answer_is_ignored()
    {
        Store("late");
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = Task.CompletedTask;
        _inner.Before = () => slow.Task;
        var activation = ReadAsync();
        Assert.False(activation.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        await activation.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["read TimeoutException"], _observed.Failures);

        slow.SetResult();
        Mend();
        Assert.Equal((new Note(), OutageTolerantGrainStorage.UnreadETag), (_state.State, _state.ETag));
    }

    [Fact]
    public async Task A_caller_that_cancels_is_told_so_and_storage_is_not_blamed()
    {
        _inner.Before = () => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        using var cancellation = new CancellationTokenSource();
        var read = _storage.ReadStateAsync("s", Id, _state, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Null(_state.ETag);
        Assert.False(_observed.Health.IsFailing);
    }

    private Task ReadAsync() => _storage.ReadStateAsync("s", Id, _state);

    private void Store(string text) => (_inner.Stored, _inner.ETag) = (new Note { Text = text }, "1");

    private void Fail() => _inner.Before = () => throw new IOException("down");

    private void Mend() => _inner.Before = () => Task.CompletedTask;
}

using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>What Orleans expects of every grain storage: the cases of its own storage test kit, and sharper ones of ours.</summary>
public abstract class StorageContract(StorageCluster cluster) : StorageFixture(cluster)
{
    [Fact]
    public async Task A_written_state_is_read_back_with_its_ETag()
    {
        var id = NewId();
        var written = await WriteNewAsync(id, "Дмитрий 你好 🎉 \"quoted\" \u0001 \\", 7);
        Assert.True(written.RecordExists);
        await AssertStoredAsync(id, written);
    }

    [Fact]
    public async Task A_missing_record_reads_as_a_fresh_state()
    {
        var state = new GrainState<Note>(new Note { Text = "left over" }, "left over") { RecordExists = true };
        await Storage.ReadStateAsync(State, NewId(), state);
        AssertFresh(state);
        Assert.True(string.IsNullOrEmpty(state.ETag));
    }

    [Fact]
    public async Task Writing_twice_as_new_conflicts_and_keeps_the_first_record()
    {
        var id = NewId();
        var first = await WriteNewAsync(id, "first");
        var second = NewState("second");
        await ConflictsAsync(() => Storage.WriteStateAsync(State, id, second));
        Assert.True(string.IsNullOrEmpty(second.ETag));
        Assert.Equal("second", second.State!.Text);
        await AssertStoredAsync(id, first);
    }

    [Fact]
    public async Task Writing_with_an_ETag_that_was_never_given_conflicts()
    {
        var id = NewId();
        var invented = new GrainState<Note>(new Note { Text = "invented" }, "1234567");
        if (RefusesAnUnknownETag)
        {
            await ConflictsAsync(() => Storage.WriteStateAsync(State, id, invented));
            Assert.Equal("1234567", invented.ETag);
        }

        var written = await WriteNewAsync(RefusesAnUnknownETag ? id : id = NewId(), "real");
        await ConflictsAsync(() => Storage.WriteStateAsync(State, id, new GrainState<Note>(new Note(), "1234567")));
        await AssertStoredAsync(id, written);
    }

    [Fact]
    public async Task A_stale_write_conflicts_changes_nothing_and_can_be_mended_by_reading()
    {
        var id = NewId();
        var written = await WriteNewAsync(id, "one");
        var stale = new GrainState<Note>(new Note { Text = "stale" }, written.ETag) { RecordExists = true };
        written.State = new Note { Text = "two" };
        await Storage.WriteStateAsync(State, id, written);

        var etag = stale.ETag;
        await ConflictsAsync(() => Storage.WriteStateAsync(State, id, stale));
        Assert.Equal(("stale", etag, true), (stale.State!.Text, stale.ETag, stale.RecordExists));
        await AssertStoredAsync(id, written);

        await Storage.ReadStateAsync(State, id, stale);
        stale.State = new Note { Text = "three" };
        await Storage.WriteStateAsync(State, id, stale);
        await AssertStoredAsync(id, stale);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("one")]
    public async Task Every_write_changes_the_ETag_also_when_it_changes_nothing_else(string next)
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        var before = state.ETag;
        state.State = new Note { Text = next };
        await Storage.WriteStateAsync(State, id, state);
        Assert.NotEqual(before, state.ETag);
        await AssertStoredAsync(id, state);
    }

    [Fact]
    public async Task Clearing_leaves_a_fresh_state_another_ETag_and_no_record()
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        var before = state.ETag;
        await Storage.ClearStateAsync(State, id, state);
        AssertFresh(state);
        Assert.NotEqual(before, state.ETag);
        Assert.Equal(ClearDeletes, string.IsNullOrEmpty(state.ETag));
    }

    [Fact]
    public async Task Reading_after_clearing_finds_no_record()
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        await Storage.ReadStateAsync(State, id, state);
        await Storage.ClearStateAsync(State, id, state);
        var read = await ReadAsync(id);
        AssertFresh(read);
        Assert.Equal(state.ETag ?? "", read.ETag ?? "");
    }

    [Fact]
    public async Task Clearing_before_the_first_write_succeeds_any_number_of_times()
    {
        var id = NewId();
        var state = NewState("unwritten");
        for (var i = 0; i < 3; i++)
        {
            await Storage.ClearStateAsync(State, id, state);
            AssertFresh(state);
        }

        state.State = new Note { Text = "written after all" };
        await Storage.WriteStateAsync(State, id, state);
        await AssertStoredAsync(id, state);
    }

    [Fact]
    public async Task A_record_is_cleared_repeatedly_and_written_again()
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        for (var i = 0; i < 3; i++)
        {
            await Storage.ClearStateAsync(State, id, state);
            AssertFresh(state);
        }

        state.State = new Note { Text = "again" };
        await Storage.WriteStateAsync(State, id, state);
        await AssertStoredAsync(id, state);
    }

    [Fact]
    public async Task A_stale_clear_conflicts_and_leaves_the_newer_record()
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        var stale = new GrainState<Note>(new Note { Text = "one" }, state.ETag) { RecordExists = true };
        state.State = new Note { Text = "two" };
        await Storage.WriteStateAsync(State, id, state);
        await ConflictsAsync(() => Storage.ClearStateAsync(State, id, stale));
        Assert.Equal(("one", true), (stale.State!.Text, stale.RecordExists));
        await AssertStoredAsync(id, state);
    }

    [Fact]
    public async Task Clearing_a_record_that_was_never_read_conflicts()
    {
        var id = NewId();
        var state = await WriteNewAsync(id, "one");
        await ConflictsAsync(() => Storage.ClearStateAsync(State, id, NewState("unread")));
        await AssertStoredAsync(id, state);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("default/openai/batch_6f1c9a")]
    [InlineData("default/bedrock/arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("back\\slash")]
    [InlineData("per%2Fcent %")]
    [InlineData("trailing/")]
    [InlineData("//double")]
    [InlineData("Ключ 钥匙 🔑")]
    [InlineData("question?hash#amp&plus+quote'")]
    public async Task Any_string_key_is_a_record_of_its_own(string key)
    {
        var id = GrainId.Create(NewType(), key);
        var neighbour = GrainId.Create(id.Type, IdSpan.Create(key.Replace('/', '_') + "_"));
        var written = await WriteNewAsync(id, key);
        var other = await WriteNewAsync(neighbour, "neighbour");
        await AssertStoredAsync(id, written);
        await AssertStoredAsync(neighbour, other);
    }

    [Fact]
    public async Task Integer_and_guid_keys_are_records_of_their_own()
    {
        var type = GrainType.Create(NewType());
        GrainId[] ids =
        [
            GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(0)),
            GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(-1)),
            GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(long.MaxValue, "ext/ension")),
            GrainId.Create(type, GrainIdKeyExtensions.CreateGuidKey(Guid.Empty)),
        ];
        var written = await Task.WhenAll(ids.Select((id, i) => WriteNewAsync(id, id.ToString(), i)));
        foreach (var (id, state) in ids.Zip(written))
        {
            await AssertStoredAsync(id, state);
        }
    }

    [Fact]
    public async Task State_names_and_grain_types_separate_records()
    {
        var key = Guid.NewGuid().ToString();
        var id = GrainId.Create(NewType(), key);
        var otherType = GrainId.Create(NewType(), key);
        var one = await WriteNewAsync(id, "one");
        var two = NewState("two");
        await Storage.WriteStateAsync("other", id, two);
        var three = await WriteNewAsync(otherType, "three");

        await Storage.ClearStateAsync("other", id, two);
        await AssertStoredAsync(id, one);
        await AssertStoredAsync(otherType, three);
    }

    [Fact]
    public async Task A_hundred_grains_are_rewritten_ten_times_in_parallel()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), parallel, async (_, _) =>
        {
            var id = NewId();
            var state = await WriteNewAsync(id, "0");
            for (var i = 1; i <= 10; i++)
            {
                var before = state.ETag;
                state.State = new Note { Text = $"{i}", Number = i };
                await Storage.WriteStateAsync(State, id, state);
                Assert.NotEqual(before, state.ETag);
            }

            await AssertStoredAsync(id, state);
        });
    }

    [Fact]
    public async Task Of_many_concurrent_creations_exactly_one_succeeds()
    {
        var id = NewId();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
            await Record.ExceptionAsync(() => Storage.WriteStateAsync(State, id, NewState($"{i}")))));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), fault => Assert.IsAssignableFrom<InconsistentStateException>(fault));
    }

    [Fact]
    public async Task Every_short_sequence_of_operations_behaves_as_the_model() =>
        await new StorageModel(Storage, ClearDeletes).CheckAllSequencesAsync(depth: 4, TestContext.Current.CancellationToken);
}

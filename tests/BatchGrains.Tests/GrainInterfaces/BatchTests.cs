using System.Text.Json;
using BatchGrains.Serialization;

namespace BatchGrains.Tests.GrainInterfaces;

public sealed class BatchTests
{
    [Fact]
    public void Batches_that_say_the_same_are_equal()
    {
        var one = Whole();
        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(one, BatchJson.Default.Batch), BatchJson.Default.Batch);

        Assert.Equal(one, read);
        Assert.Equal(one.GetHashCode(), read!.GetHashCode());
        Assert.Equal(one.Errors, Whole().Errors);
        Assert.Equal(one.Errors!.GetHashCode(), Whole().Errors!.GetHashCode());
    }

    [Fact]
    public void Another_field_note_or_error_is_another_batch()
    {
        var one = Whole();

        Assert.NotEqual(one, one with { Progress = 8 });
        Assert.NotEqual(one, one with { Metadata = new Dictionary<string, string> { ["team"] = "search", ["run"] = "8" } });
        Assert.NotEqual(one, one with { Metadata = new Dictionary<string, string> { ["team"] = "search" } });
        Assert.NotEqual(one, one with { Metadata = null });
        Assert.NotEqual(one with { Metadata = null }, one);
        Assert.NotEqual(one, one with { Errors = new BatchErrors { Data = [new BatchError { Code = "other" }] } });
        Assert.NotEqual(one, one with { Errors = new BatchErrors { Data = [.. one.Errors!.Data, .. one.Errors.Data] } });
        Assert.Equal(new BatchErrors { Data = default }, new BatchErrors());
    }

    [Fact]
    public void A_state_of_a_later_version_reads_as_in_progress()
    {
        var batch = Whole() with { Status = (BatchStatus)8 };

        Assert.Equal(BatchStatus.InProgress, batch.Status);
        Assert.Equal(batch, Whole() with { Status = BatchStatus.InProgress });
    }

    private static Batch Whole() => new()
    {
        Id = "b1",
        Status = BatchStatus.Failed,
        Metadata = new Dictionary<string, string> { ["team"] = "search", ["run"] = "7" },
        Progress = 7,
        Errors = new BatchErrors { Data = [new BatchError { Code = "invalid_json", Line = 3 }] },
    };
}

using BatchGrains.Grains.Providers.Reading;
using FsCheck;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class CountingTests
{
    [Fact]
    public void What_is_left_is_pending_while_the_batch_runs() => Assert.Equal(
        new RequestCounts { Total = 10, Completed = 6, Succeeded = 6, Failed = 1, Pending = 3 },
        Counting.Of(BatchStatus.InProgress, 10, 6, 1));

    [Fact]
    public void What_is_left_is_expired_or_canceled_once_that_is_the_state()
    {
        var expected = new RequestCounts { Total = 10, Completed = 6, Succeeded = 6, Failed = 1 };

        Assert.Equal(expected with { Expired = 3 }, Counting.Of(BatchStatus.Expired, 10, 6, 1));
        Assert.Equal(expected with { Canceled = 3 }, Counting.Of(BatchStatus.Cancelled, 10, 6, 1));
        Assert.Equal(expected, Counting.Of(BatchStatus.Failed, 10, 6, 1));
        Assert.Equal(expected, Counting.Of(BatchStatus.Completed, 10, 6, 1));
    }

    [Fact]
    public void Unknown_stays_unknown_and_zero_stays_zero()
    {
        Assert.Null(Counting.Of(BatchStatus.InProgress, null, null, null));
        Assert.Equal(new RequestCounts { Total = 5 }, Counting.Of(BatchStatus.InProgress, 5, null, null));
        Assert.Equal(
            new RequestCounts { Total = 0, Completed = 0, Succeeded = 0, Failed = 0 }, Counting.Of(BatchStatus.Validating, 0, 0, 0));
        Assert.Equal(new RequestCounts { Failed = 2 }, Counting.Of(BatchStatus.InProgress, null, null, 2));
    }

    [Theory]
    [InlineData(BatchStatus.InProgress, 10L, null, 2L)]
    [InlineData(BatchStatus.InProgress, 10L, 2L, null)]
    [InlineData(BatchStatus.Expired, 500L, 10L, null)]
    [InlineData(BatchStatus.Cancelled, 500L, null, 10L)]
    public void What_is_left_and_how_far_it_is_follow_from_two_known_numbers_not_from_one(BatchStatus status, long total, long? completed, long? failed)
    {
        var counts = Counting.Of(status, total, completed, failed);

        Assert.Equal(new RequestCounts { Total = total, Completed = completed, Succeeded = completed, Failed = failed }, counts);
        Assert.Null(Counting.Progress(status, counts));
    }

    [Fact]
    public void A_sum_is_known_when_all_its_parts_are_and_it_fits()
    {
        Assert.Equal(6, Counting.Sum(1, 2, 3));
        Assert.Null(Counting.Sum(1, null, 3));
        Assert.Null(Counting.Sum(long.MaxValue, 1));
    }

    [Theory]
    [InlineData(1L, 3L, 33L)]
    [InlineData(0L, 3L, 0L)]
    [InlineData(long.MaxValue, 1L, 100L)]
    [InlineData(1L, 0L, null)]
    [InlineData(1L, null, null)]
    [InlineData(null, 3L, null)]
    public void A_part_in_percent_is_known_when_both_numbers_are(long? part, long? total, long? expected) =>
        Assert.Equal(expected, Counting.Percent(part, total));

    [Theory]
    [InlineData(BatchStatus.Validating, null, null, null, null, 1L)]
    [InlineData(BatchStatus.InProgress, null, null, null, null, 1L)]
    [InlineData(BatchStatus.Completed, 1L, null, null, null, null)]
    [InlineData(BatchStatus.Failed, null, 1L, null, null, null)]
    [InlineData(BatchStatus.Expired, null, null, 1L, null, null)]
    [InlineData(BatchStatus.Cancelled, null, null, null, 1L, null)]
    public void A_single_job_is_a_batch_of_one(BatchStatus status, long? completed, long? failed, long? expired, long? canceled, long? pending)
    {
        var counts = Counting.OfOne(status);

        Assert.Equal(1, counts.Total);
        Assert.Equal(completed ?? 0, counts.Completed);
        Assert.Equal(failed ?? 0, counts.Failed);
        Assert.Equal(expired ?? 0, counts.Expired ?? 0);
        Assert.Equal(canceled ?? 0, counts.Canceled ?? 0);
        Assert.Equal(pending ?? 0, counts.Pending ?? 0);
    }

    [Theory]
    [InlineData(BatchStatus.InProgress, 1000L, 412L, 3L, 41)]
    [InlineData(BatchStatus.InProgress, 3L, 3L, 0L, 99)]
    [InlineData(BatchStatus.Completed, 3L, 1L, 0L, 100)]
    [InlineData(BatchStatus.Completed, null, null, null, 100)]
    [InlineData(BatchStatus.Failed, 4L, 1L, 0L, 25)]
    [InlineData(BatchStatus.Validating, 0L, 0L, 0L, null)]
    [InlineData(BatchStatus.InProgress, null, 5L, 0L, null)]
    [InlineData(BatchStatus.InProgress, 5L, null, null, null)]
    public void Progress_is_what_is_finished_of_the_total(BatchStatus status, long? total, long? completed, long? failed, int? expected) =>
        Assert.Equal(expected, Counting.Progress(status, Counting.Of(status, total, completed, failed)));

    [Theory]
    [InlineData(BatchStatus.InProgress, 37L, 37)]
    [InlineData(BatchStatus.InProgress, 250L, 99)]
    [InlineData(BatchStatus.InProgress, -1L, 0)]
    [InlineData(BatchStatus.InProgress, null, null)]
    [InlineData(BatchStatus.Failed, 100L, 99)]
    [InlineData(BatchStatus.Completed, null, 100)]
    public void A_providers_own_percent_is_kept_in_bounds(BatchStatus status, long? percent, int? expected) =>
        Assert.Equal(expected, Counting.Progress(status, percent));

    [Property(MaxTest = 1000)]
    public void No_numbers_whatever_give_a_negative_rest_or_a_percent_out_of_bounds(DoNotSize<long> total, DoNotSize<long> completed, DoNotSize<long> failed, byte status)
    {
        foreach (var (all, done, bad) in (ReadOnlySpan<(long, long, long)>)[(total.Item, completed.Item, failed.Item), (long.MaxValue, long.MaxValue, long.MaxValue), (1, long.MaxValue, long.MaxValue)])
        {
            var state = (BatchStatus)(status % 8);
            var counts = Counting.Of(state, Positive(all), Positive(done), Positive(bad))!;
            var rest = counts.Pending ?? counts.Expired ?? counts.Canceled ?? 0;

            Assert.InRange(rest, 0, Positive(all));
            Assert.InRange(Counting.Progress(state, counts) ?? 0, 0, state is BatchStatus.Completed ? 100 : 99);
        }
    }

    private static long Positive(long number) => number & long.MaxValue;
}

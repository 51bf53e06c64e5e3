using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class BatchEndTests
{
    [Theory]
    [InlineData(BatchStatus.Completed, 7L, null, null, null)]
    [InlineData(BatchStatus.Failed, null, 7L, null, null)]
    [InlineData(BatchStatus.Expired, null, null, 7L, null)]
    [InlineData(BatchStatus.Cancelled, null, null, null, 7L)]
    [InlineData(BatchStatus.Validating, null, null, null, null)]
    [InlineData(BatchStatus.InProgress, null, null, null, null)]
    [InlineData(BatchStatus.Finalizing, null, null, null, null)]
    [InlineData(BatchStatus.Cancelling, null, null, null, null)]
    public void The_time_of_the_end_goes_to_the_end_that_the_batch_came_to(
        BatchStatus status, long? completed, long? failed, long? expired, long? cancelled)
    {
        var batch = new Batch { Id = "b", Status = status };

        Assert.Equal(
            batch with { CompletedAt = completed, FailedAt = failed, ExpiredAt = expired, CancelledAt = cancelled }, batch.EndedAt(7));
        Assert.Equal(batch, batch.EndedAt(null));
    }
}

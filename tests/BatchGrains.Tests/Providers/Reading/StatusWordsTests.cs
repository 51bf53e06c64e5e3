using BatchGrains.Grains.Providers.Reading;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class StatusWordsTests
{
    private static readonly StatusWords Words = new(
        ("done", BatchStatus.Completed),
        ("JOB_CANCELLING", BatchStatus.Cancelling),
        ("Canceled", BatchStatus.Cancelled),
        ("CANCELLATION_REQUESTED", BatchStatus.Cancelling));

    [Theory]
    [InlineData("done", BatchStatus.Completed)]
    [InlineData(" DONE ", BatchStatus.Completed)]
    [InlineData("JOB_CANCELLING", BatchStatus.Cancelling)]
    [InlineData("JOB_CANCELING", BatchStatus.Cancelling)]
    [InlineData("job_canceling", BatchStatus.Cancelling)]
    [InlineData("Canceled", BatchStatus.Cancelled)]
    [InlineData("Cancelled", BatchStatus.Cancelled)]
    [InlineData("cancelled", BatchStatus.Cancelled)]
    [InlineData("CANCELLATION_REQUESTED", BatchStatus.Cancelling)]
    public void A_word_is_known_in_any_case_and_with_one_l_or_two(string word, BatchStatus expected) => Assert.Equal(expected, Words[word]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cancel")]
    [InlineData("cancellled")]
    [InlineData("donne")]
    public void Another_word_is_in_progress(string? word) => Assert.Equal(BatchStatus.InProgress, Words[word]);

    [Fact]
    public void The_table_has_the_words_as_they_were_written() =>
        Assert.Equal(["done", "JOB_CANCELLING", "Canceled", "CANCELLATION_REQUESTED"], Words.Table.Select(pair => pair.Key));
}

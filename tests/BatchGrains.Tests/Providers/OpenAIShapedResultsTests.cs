using BatchGrains.Grains.Providers;

namespace BatchGrains.Tests.Providers;

public sealed class OpenAIShapedResultsTests
{
    [Theory]
    [InlineData("cerebras", "completed", true)]
    [InlineData("cerebras", "expired", true)]
    [InlineData("cerebras", "cancelled", true)]
    [InlineData("cerebras", "failed", false)]
    [InlineData("cerebras", "cancelling", false)]
    [InlineData("cerebras", "in_progress", false)]
    [InlineData("openai", "completed", false)]
    public async Task A_batch_that_ended_with_results_links_to_them_where_the_provider_has_a_route_for_them(string provider, string word, bool linked)
    {
        var (answer, _) = await WholeAnswer.AskAsync(
            http => new OpenAIShapedProvider(http.Http, OpenAIShapedRows.All.Single(row => row.Name == provider)), "batch_a1", $$"""{"id":"batch_a1","status":"{{word}}"}""");

        Assert.Equal(linked ? $"{WholeAnswer.Host}/batches/batch_a1/results" : null, answer.Batch!.ResultsUrl);
    }
}

using BatchGrains.Grains;
using BatchGrains.Grains.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchGrains.Tests.Providers;

/// <summary>Documents and answers of one provider differ in the spelling of cancel, so every adapter takes both.</summary>
public sealed class CancelSpellingTests
{
    [Theory]
    [InlineData("openai", """{"id":"b","status":"canceled"}""", "canceled", BatchStatus.Cancelled)]
    [InlineData("openai", """{"id":"b","status":"canceling"}""", "canceling", BatchStatus.Cancelling)]
    [InlineData("azure", """{"id":"b","status":"Canceled"}""", "Canceled", BatchStatus.Cancelled)]
    [InlineData("anthropic", """{"id":"b","processing_status":"cancelling"}""", "cancelling", BatchStatus.Cancelling)]
    [InlineData("vertex", """{"state":"JOB_STATE_CANCELED"}""", "JOB_STATE_CANCELED", BatchStatus.Cancelled)]
    [InlineData("vertex", """{"state":"JOB_STATE_CANCELING"}""", "JOB_STATE_CANCELING", BatchStatus.Cancelling)]
    [InlineData("gemini", """{"metadata":{"state":"BATCH_STATE_CANCELED"}}""", "BATCH_STATE_CANCELED", BatchStatus.Cancelled)]
    [InlineData("gemini", """{"metadata":{"state":"JOB_STATE_CANCELED"}}""", "JOB_STATE_CANCELED", BatchStatus.Cancelled)]
    [InlineData("mistral", """{"status":"CANCELED"}""", "CANCELED", BatchStatus.Cancelled)]
    [InlineData("mistral", """{"status":"CANCELATION_REQUESTED"}""", "CANCELATION_REQUESTED", BatchStatus.Cancelling)]
    [InlineData("cohere", """{"batch":{"status":"BATCH_STATUS_CANCELLED"}}""", "BATCH_STATUS_CANCELLED", BatchStatus.Cancelled)]
    [InlineData("cohere", """{"batch":{"status":"BATCH_STATUS_CANCELLING"}}""", "BATCH_STATUS_CANCELLING", BatchStatus.Cancelling)]
    [InlineData("openrouter", """{"status":"canceled"}""", "canceled", BatchStatus.Cancelled)]
    [InlineData("openrouter", """{"status":"canceling"}""", "canceling", BatchStatus.Cancelling)]
    [InlineData("fireworks", """{"state":"JOB_STATE_CANCELED"}""", "JOB_STATE_CANCELED", BatchStatus.Cancelled)]
    [InlineData("fireworks", """{"state":"JOB_STATE_CANCELING"}""", "JOB_STATE_CANCELING", BatchStatus.Cancelling)]
    [InlineData("elevenlabs", """{"status":"canceled"}""", "canceled", BatchStatus.Cancelled)]
    [InlineData("huggingface", """{"status":{"stage":"CANCELLED"}}""", "CANCELLED", BatchStatus.Cancelled)]
    [InlineData("replicate", """{"status":"cancelled"}""", "cancelled", BatchStatus.Cancelled)]
    [InlineData("runway", """{"status":"CANCELED"}""", "CANCELED", BatchStatus.Cancelled)]
    [InlineData("together", """{"id":"b","status":"CANCELED"}""", "CANCELED", BatchStatus.Cancelled)]
    public async Task The_spelling_that_the_document_does_not_use_means_the_same_and_is_shown_as_it_came(
        string provider, string answer, string word, BatchStatus expected)
    {
        await using var services =
            new ServiceCollection().AddLogging().AddBatchGrains(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var adapter = Assert.IsType<HttpBatchProvider>(services.GetRequiredService<ProviderCatalog>().Find(provider), exactMatch: false);

        var batch = adapter.Read(AdapterProbe.Json(answer), "asked");

        Assert.Equal((expected, word), (batch!.Status, batch.ProcessingStatus));
    }
}

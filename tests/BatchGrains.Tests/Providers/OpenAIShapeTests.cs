using BatchGrains.Grains.Providers;
using static BatchGrains.Tests.Providers.AdapterProbe;

namespace BatchGrains.Tests.Providers;

/// <summary>Every deviation from OpenAI's shape that a server is known for.</summary>
public sealed class OpenAIShapeTests
{
    [Theory]
    [InlineData(""" "request_counts":null """, "null")]
    [InlineData(""" "request_counts":{} """, "null")]
    [InlineData(""" "request_counts":{"total":null,"completed":null,"failed":null} """, "null")]
    [InlineData(""" "request_counts":10,"total":10,"completed":4,"failed":1 """, """{"total":10,"completed":4,"failed":1,"succeeded":4,"pending":5}""")]
    [InlineData(""" "request_counts":10 """, """{"total":10}""")]
    [InlineData(""" "total_requests":10,"completed_requests":4,"failed_requests":0 """, """{"total":10,"completed":4,"failed":0,"succeeded":4,"pending":6}""")]
    [InlineData(""" "request_counts":{"total":"10","completed":"4","failed":"0"} """, """{"total":10,"completed":4,"failed":0,"succeeded":4,"pending":6}""")]
    [InlineData(""" "request_counts":{"total":-1,"completed":4} """, """{"completed":4,"succeeded":4}""")]
    public void Counts_are_read_wherever_they_stand(string members, string expected)
    {
        var batch = OpenAIShape.Read(Json($$"""{"id":"b","status":"in_progress",{{members}}}"""), "b", OpenAIShape.Words);
        AssertSays(
            $$"""{"id":"b","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress"{{(expected is "null" ? "" : $",\"request_counts\":{expected}")}}}""",
            batch! with { ProcessingStatus = null, Progress = null });
    }

    [Theory]
    [InlineData(""" "errors":"too bad" """, """[{"message":"too bad"}]""")]
    [InlineData(""" "errors":{"message":"too bad"} """, """[{"message":"too bad"}]""")]
    [InlineData(""" "error":{"message":"too bad","code":400} """, """[{"message":"too bad","code":"400"}]""")]
    [InlineData(""" "error":"too bad" """, """[{"message":"too bad"}]""")]
    [InlineData(""" "errors":[{"code":"c","message":"too bad","line":3}] """, """[{"code":"c","message":"too bad","line":3}]""")]
    public void Errors_are_read_in_every_shape(string members, string expected) => AssertSays(
        $$"""{"id":"b","object":"batch","endpoint":"","input_file_id":"","completion_window":"","errors":{"object":"list","data":{{expected}} },"status":"failed"}""",
        OpenAIShape.Read(Json($$"""{"id":"b","status":"failed",{{members}}}"""), "b", OpenAIShape.Words)! with { ProcessingStatus = null });

    [Theory]
    [InlineData("1795168800", 1795168800L)]
    [InlineData("\"1795168800\"", 1795168800L)]
    [InlineData("1795168800.75", 1795168800L)]
    [InlineData("\"2026-11-20T10:00:00Z\"", 1795168800L)]
    [InlineData("\"2026-11-20T11:00:00.123456789+01:00\"", 1795168800L)]
    [InlineData("1795168800123", 1795168800L)]
    [InlineData("0", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"0001-01-01T00:00:00Z\"", null)]
    [InlineData("null", null)]
    [InlineData("\"soon\"", null)]
    [InlineData("[]", null)]
    public void Times_are_read_in_every_form(string time, long? expected) => Assert.Equal(
        expected, OpenAIShape.Read(Json($$"""{"id":"b","status":"in_progress","created_at":{{time}}}"""), "b", OpenAIShape.Words)?.CreatedAt);

    [Fact]
    public void Empty_texts_are_absent_and_a_missing_object_is_a_batch() => AssertSays(
        """{"id":"asked","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"completed","processing_status":"COMPLETED","progress":100}""",
        OpenAIShape.Read(
            Json("""{"id":"","status":"COMPLETED","endpoint":null,"output_file_id":"","error_file_id":"","errors":"","metadata":{},"usage":{}}"""), "asked", OpenAIShape.Words));

    [Fact]
    public void One_time_of_ending_goes_to_the_end_that_it_came_to()
    {
        var cancelled = OpenAIShape.Read(Json("""{"id":"b","status":"cancelled","completed_at":1795168800}"""), "b", OpenAIShape.Words);
        Assert.Equal((null, 1795168800L), (cancelled?.CompletedAt, cancelled?.CancelledAt));
    }

    [Theory]
    [InlineData("validating", BatchStatus.Validating)]
    [InlineData("queued", BatchStatus.Validating)]
    [InlineData("pending", BatchStatus.Validating)]
    [InlineData("created", BatchStatus.Validating)]
    [InlineData("scheduling", BatchStatus.Validating)]
    [InlineData("submitted", BatchStatus.Validating)]
    [InlineData("in_progress", BatchStatus.InProgress)]
    [InlineData("progress", BatchStatus.InProgress)]
    [InlineData("running", BatchStatus.InProgress)]
    [InlineData("processing", BatchStatus.InProgress)]
    [InlineData("finalizing", BatchStatus.Finalizing)]
    [InlineData("writing_results", BatchStatus.Finalizing)]
    [InlineData("completed", BatchStatus.Completed)]
    [InlineData("complete", BatchStatus.Completed)]
    [InlineData("done", BatchStatus.Completed)]
    [InlineData("succeeded", BatchStatus.Completed)]
    [InlineData("failed", BatchStatus.Failed)]
    [InlineData("error", BatchStatus.Failed)]
    [InlineData("expired", BatchStatus.Expired)]
    [InlineData("canceling", BatchStatus.Cancelling)]
    [InlineData("canceled", BatchStatus.Cancelled)]
    [InlineData("paused", BatchStatus.InProgress)]
    [InlineData("deleted", BatchStatus.InProgress)]
    public void The_words_of_imitators_mean(string word, BatchStatus expected) => Assert.Equal(expected, OpenAIShape.WordsOfImitators[word]);
}

using Microsoft.OpenApi;
using static BatchGrains.Api.Documentation.Schemas;

namespace BatchGrains.Api.Documentation;

/// <summary>The wire object. What the provider did not say is left out.</summary>
internal static class BatchSchema
{
    public const string Name = "Batch";

    public static OpenApiSchema Create() => Schemas.Object(
        "A batch job. What its provider does not say is left out: nothing is null, and no number is invented.",
        ["id", "object", "endpoint", "input_file_id", "completion_window", "status", "extra_fields"],
        new()
        {
            ["id"] = Text("What the provider calls the batch."),
            ["object"] = OneOf(null, "batch"),
            ["endpoint"] = Text("The route that each request of the batch is for; \"\" when unknown."),
            ["model"] = Text("The model of the whole batch."),
            ["input_file_id"] = Text("The file, dataset or bucket that holds the requests; \"\" when unknown."),
            ["completion_window"] = Text("The time within which the batch is to be done; \"\" when unknown."),
            ["status"] = OneOf(
                "The state, in OpenAI's words for every provider. Final are completed, failed, expired and cancelled.",
                [.. Enum.GetValues<BatchStatus>().Select(status => status.Word)]),
            ["request_counts"] = Counts(),
            ["metadata"] = Texts("The creator's own notes."),
            ["created_at"] = Time("the batch was created"),
            ["expires_at"] = Time("it expires or would have"),
            ["in_progress_at"] = Time("processing began"),
            ["finalizing_at"] = Time("the writing of results began"),
            ["completed_at"] = Time("it was completed"),
            ["failed_at"] = Time("it failed"),
            ["expired_at"] = Time("it expired"),
            ["cancelling_at"] = Time("its cancellation was asked for"),
            ["cancelled_at"] = Time("it was cancelled"),
            ["output_file_id"] = Text("Where the results are."),
            ["error_file_id"] = Text("Where the errors of single requests are."),
            ["errors"] = Errors(),
            ["processing_status"] = Text("The provider's own word for the state, verbatim."),
            ["results_url"] = Text("An address that gives the results."),
            ["archived_at"] = Time("the provider dropped the results"),
            ["operation_name"] = Text("The name of the long-running operation behind the batch."),
            ["done"] = YesOrNo("Whether the operation has ended."),
            ["progress"] = Whole("A whole percent.", "0", "100"),
            ["usage"] = Anything("Tokens used, as the provider's own JSON."),
            ["extra_fields"] = Extra(),
        });

    private static OpenApiSchema Counts() => Schemas.Object("How many requests are in which state, as far as it is known.", [], new()
    {
        ["total"] = Whole("All requests of the batch."),
        ["completed"] = Whole("Requests that ended well, as OpenAI counts them."),
        ["failed"] = Whole("Requests that ended with an error."),
        ["succeeded"] = Whole("Requests that ended well."),
        ["expired"] = Whole("Requests not done when the batch expired."),
        ["canceled"] = Whole("Requests not done when the batch was cancelled."),
        ["pending"] = Whole("Requests still to be done."),
    });

    private static OpenApiSchema Errors() => Schemas.Object("Why the batch as a whole failed.", ["object", "data"], new()
    {
        ["object"] = OneOf(null, "list"),
        ["data"] = ListOf(Schemas.Object(null, [], new()
        {
            ["code"] = Text("The provider's code."),
            ["message"] = Text("What is wrong."),
            ["param"] = Text("The parameter that caused it."),
            ["line"] = Whole("The line of the input file, from 1."),
        })),
    });

    private static OpenApiSchema Extra() => Schemas.Object(
        "About this answer.", ["request_type", "provider", "latency", "chunk_index", "cache_debug"], new()
        {
            ["request_type"] = OneOf(null, "batch_retrieve"),
            ["provider"] = Text("The provider that runs the batch."),
            ["latency"] = Whole("How long the provider took to answer, in milliseconds."),
            ["chunk_index"] = Whole("Always 0."),
            ["raw_response"] = Anything("The provider's own answer; only with `raw=true`, and only where the service keeps it."),
            ["cache_debug"] = Schemas.Object(null, ["cache_hit", "cache_id", "hit_type", "requested_provider", "provider_used"], new()
            {
                ["cache_hit"] = YesOrNo("Whether the provider was not asked for this answer."),
                ["cache_id"] = Text("The entity tag."),
                ["hit_type"] = OneOf(null, "direct"),
                ["requested_provider"] = Text(),
                ["provider_used"] = Text(),
            }),
        });
}

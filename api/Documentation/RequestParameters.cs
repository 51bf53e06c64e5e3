using BatchGrains.Api.Batches;
using Microsoft.OpenApi;
using static BatchGrains.Api.Documentation.Schemas;

namespace BatchGrains.Api.Documentation;

/// <summary>All that a caller can say.</summary>
internal static class RequestParameters
{
    // Only what each request needs has an example: whoever copies a request from the page gets one with all examples in it.
    public static List<IOpenApiParameter> Create() =>
    [
        new OpenApiParameter
        {
            Name = "batch_id",
            In = ParameterLocation.Path,
            Required = true,
            Description = "The provider's id of the batch. It may hold `/` and `:`, raw or percent-encoded (Bedrock ARNs, Vertex names), "
                + "and is decoded once.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = BatchKey.MaxBatchIdLength },
            Example = "batch_abc123",
        },
        Query("provider", example: "openai", schema: Text(
            "The provider of the batch, in any case: openai, azure, anthropic, bedrock, cohere, vertex, vllm, mistral, ollama, groq, sgl, "
            + "parasail, perplexity, replicate, cerebras, gemini, openrouter, elevenlabs, huggingface, nebius, xai, runway, fireworks, together; and sandbox, where it is enabled.")),
        Query("wait", Whole("As `Prefer: wait=N`, for callers that can't set a header: `wait=30`.", "0", null)),
        Query("raw", YesOrNo("`true` asks for the provider's own answer in `extra_fields.raw_response`, where the service keeps it.")),
        Header("If-None-Match",
            "The entity tags that the caller knows, such as `W/\"5d41402abc4b2a76b9719d911017c592\"`: if the batch's is one of them, the answer is 304."),
        Header("If-Modified-Since", "A date such as `Wed, 17 Dec 2025 20:28:20 GMT`; used when there is no `If-None-Match`."),
        Header("Cache-Control",
            "`no-cache` asks the provider now, as far as its minimum interval allows; `max-age=N` asks when the snapshot is older than "
            + "N seconds; `only-if-cached` never asks. A `no-cache` that `fetch` added by itself, with `Pragma: no-cache` to a conditional "
            + "request or a stream, is ignored; `max-age=0` is not."),
        Header("Prefer",
            "`wait=N`, such as `wait=30`, holds the request until the batch differs from `If-None-Match` or is final, "
            + $"{WaitPreference.Longest.TotalSeconds} s at most. Without `If-None-Match` it is answered at once."),
        Header("Last-Event-ID", "With `Accept: text/event-stream`: the last event seen, by its id, which is an entity tag."),
        Header("traceparent",
            "The caller's trace, such as `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; its id becomes the `event_id` of errors."),
    ];

    private static OpenApiParameter Query(string name, OpenApiSchema schema, string? example = null) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Required = example is not null,
        Description = schema.Description,
        Schema = schema,
        Example = example,
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Text(),
    };
}

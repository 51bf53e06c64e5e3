using System.Text.Json.Nodes;
using BatchGrains.Api.Batches;
using Microsoft.OpenApi;
using static BatchGrains.Api.Documentation.Schemas;

namespace BatchGrains.Api.Documentation;

/// <summary>All that a caller can say.</summary>
internal static class RequestParameters
{
    private const string ETag = "W/\"5d41402abc4b2a76b9719d911017c592\"";

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
        Query("provider", true, "openai", Text(
            "The provider of the batch, in any case: openai, azure, anthropic, bedrock, cohere, vertex, vllm, mistral, ollama, groq, sgl, "
            + "parasail, perplexity, replicate, cerebras, gemini, openrouter, elevenlabs, huggingface, nebius, xai, runway, fireworks, together; and sandbox, where it is enabled.")),
        Query("wait", false, 30, Wait("As `Prefer: wait=N`, for callers that can't set a header.")),
        Query("raw", false, false, YesOrNo("Ask for the provider's own answer in `extra_fields.raw_response`, where the service keeps it.")),
        Header("If-None-Match", ETag,
            "The entity tags that the caller knows: if the batch's is one of them, the answer is 304."),
        Header("If-Modified-Since", "Wed, 17 Dec 2025 20:28:20 GMT", "Used when there is no `If-None-Match`."),
        Header("Cache-Control", "no-cache",
            "`no-cache` asks the provider now, as far as its minimum interval allows; `max-age=N` asks when the snapshot is older than "
            + "N seconds; `only-if-cached` never asks. A `no-cache` that `fetch` added by itself, with `Pragma: no-cache` to a conditional "
            + "request or a stream, is ignored; `max-age=0` is not."),
        Header("Prefer", "wait=30",
            "`wait=N` holds the request until the batch differs from `If-None-Match` or is final, "
            + $"{WaitPreference.Longest.TotalSeconds} s at most. Without `If-None-Match` it is answered at once."),
        Header("Last-Event-ID", ETag, "With `Accept: text/event-stream`: the last event seen."),
        Header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "The caller's trace; its id becomes the `event_id` of errors."),
    ];

    private static OpenApiSchema Wait(string description) => Whole(description, "0", null);

    private static OpenApiParameter Query(string name, bool required, JsonNode example, OpenApiSchema schema) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Required = required,
        Description = schema.Description,
        Schema = schema,
        Example = example,
    };

    private static OpenApiParameter Header(string name, string example, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Text(),
        Example = example,
    };
}

using System.Text.Json.Nodes;
using BatchGrains.Api.Batches;
using BatchGrains.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace BatchGrains.Api.Documentation;

/// <summary>The operation that reads a batch: each status with its headers, its body and examples of it.</summary>
internal static class BatchOperation
{
    public const string Tag = "Batches";

    public static OpenApiOperation Get(OpenApiDocument document) => Create(document, "batch_retrieve", withBody: true, """
        Answers from the last snapshot while it is fresh, and else asks the provider: however many callers poll, the provider sees at
        most one request per interval. While the provider fails, the last snapshot is served, and `Cache-Status` says why.
        """);

    public static OpenApiOperation Head(OpenApiDocument document) =>
        Create(document, "batch_retrieve_head", withBody: false, "The headers of the GET, without a body.");

    private static OpenApiOperation Create(OpenApiDocument document, string id, bool withBody, string description)
    {
        var responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = withBody ? "The batch. A stream has no `ETag`, `Age`, `Last-Modified` and `Cache-Status`." : "The batch.",
                Headers = ResponseHeaders.OfBatch(mayStream: withBody),
                Content = withBody ? BatchContent(document) : null,
            },
            ["304"] = new OpenApiResponse
            {
                Description = "The batch says what the caller knows already.",
                Headers = ResponseHeaders.OfBatch(mayStream: false),
            },
        };
        if (withBody)
        {
            responses["204"] = new OpenApiResponse { Description = "A stream is asked for, and its caller has seen the final state already." };
        }

        // While the cluster can't be reached, internal is a 503.
        var errors = ApiErrorCode.All.Select(code => new ApiError(code, code.When))
            .Append(new ApiError(ApiErrorCode.Internal, ApiErrorCode.Internal.When) { Status = 503 });
        foreach (var status in errors.GroupBy(error => error.Status).OrderBy(status => status.Key))
        {
            responses[$"{status.Key}"] = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(status.Key)}: {string.Join(", ", status.Select(error => $"`{error.Code.Word}`"))}.",
                Headers = ResponseHeaders.OfError(status.Key),
                Content = withBody ? ErrorContent(document, status) : null,
            };
        }

        return new OpenApiOperation
        {
            OperationId = id,
            Summary = "Retrieve a batch job",
            Description = description,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Parameters = RequestParameters.Create(),
            Responses = responses,
            // The first: none. A service without configured keys needs none.
            Security =
            [
                new OpenApiSecurityRequirement(),
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] },
            ],
        };
    }

    private static Dictionary<string, OpenApiMediaType> BatchContent(OpenApiDocument document) => new()
    {
        ["application/json"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(BatchSchema.Name, document),
            Example = JsonNode.Parse(Examples.Batch),
        },
        [EventStreamPreference.ContentType] = new OpenApiMediaType
        {
            Schema = Schemas.Text(
                "Events named `batch`: the data is the batch, the id its entity tag. A comment every 15 s keeps the connection open."),
            Example = Examples.Event,
        },
    };

    private static Dictionary<string, OpenApiMediaType> ErrorContent(OpenApiDocument document, IEnumerable<ApiError> errors) => new()
    {
        ["application/json"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(ErrorSchema.Name, document),
            Examples = errors.ToDictionary(
                error => error.Code.Word,
                IOpenApiExample (error) => new OpenApiExample { Summary = error.Code.When, Value = JsonNode.Parse(Examples.Error(error).Span) }),
        },
    };
}

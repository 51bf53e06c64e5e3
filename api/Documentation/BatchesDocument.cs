using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BatchGrains.Api.Documentation;

/// <summary>
/// Describes the API. The endpoint reads its raw target and writes bytes that were made before, so there are no types to read this from;
/// names, codes and examples come from the code that writes the answers.
/// </summary>
internal sealed class BatchesDocument : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "BatchGrains",
            Version = "v1",
            Description = "The status of any LLM batch job, at any provider, in one shape.",
        };
        document.Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>
            {
                [BatchSchema.Name] = BatchSchema.Create(),
                [ErrorSchema.Name] = ErrorSchema.Create(),
            },
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key" },
            },
        };
        document.Tags = new HashSet<OpenApiTag> { new() { Name = BatchOperation.Tag } };
        document.Paths = new OpenApiPaths
        {
            ["/v1/batches/{batch_id}"] = new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Get] = BatchOperation.Get(document),
                    [HttpMethod.Head] = BatchOperation.Head(document),
                },
            },
        };
        return Task.CompletedTask;
    }
}

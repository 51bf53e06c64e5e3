using Scalar.AspNetCore;

namespace BatchGrains.Api.Documentation;

/// <summary>The API's OpenAPI document at <c>/openapi/v1.json</c>, and a page that shows it at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(Name, options => options.AddDocumentTransformer<BatchesDocument>());

    public static RouteGroupBuilder MapApiDocument(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        // Both of the below are mapped for GET alone.
        group.WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        group.MapOpenApi($"/openapi/{Name}.json");
        // The page's own script is served from here, and fonts from nowhere: it works without the internet and tells nobody of its readers.
        group.MapScalarApiReference("/docs", options => options
            .WithTitle("BatchGrains")
            .AddDocument(Name)
            .DisableDefaultFonts()
            .HideDeveloperTools()
            .HideClientButton()
            .DisableAgent()
            .DisableTelemetry());
        return group;
    }
}

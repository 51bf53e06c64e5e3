using Scalar.AspNetCore;

namespace BatchGrains.Api.Documentation;

/// <summary>The API's OpenAPI document, and a page that shows it.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1");

    public static RouteGroupBuilder MapApiDocument(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.MapOpenApi("/openapi/{documentName}.json");
        group.MapScalarApiReference("/docs", options => options.WithTitle("BatchGrains"));
        return group;
    }
}

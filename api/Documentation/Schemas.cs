using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BatchGrains.Api.Documentation;

/// <summary>Short ways to say what a value is.</summary>
internal static class Schemas
{
    public static OpenApiSchema Text(string? description = null) => new() { Type = JsonSchemaType.String, Description = description };

    public static OpenApiSchema OneOf(string? description, params string[] words) =>
        new() { Type = JsonSchemaType.String, Description = description, Enum = [.. words.Select(word => (JsonNode)word)] };

    public static OpenApiSchema Whole(string? description = null, string? minimum = null, string? maximum = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Description = description,
        Minimum = minimum,
        Maximum = maximum,
    };

    public static OpenApiSchema Time(string what) => Whole($"When {what}, in Unix seconds.");

    public static OpenApiSchema YesOrNo(string? description = null) => new() { Type = JsonSchemaType.Boolean, Description = description };

    public static OpenApiSchema Anything(string description) => new() { Description = description };

    public static OpenApiSchema Texts(string description) =>
        new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = Text() };

    public static OpenApiSchema ListOf(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };

    public static OpenApiSchema Object(string? description, string[] required, Dictionary<string, IOpenApiSchema> properties) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = required.ToHashSet(),
        Properties = properties,
    };
}

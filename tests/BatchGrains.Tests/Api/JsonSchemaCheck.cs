using System.Globalization;
using System.Text.Json;

namespace BatchGrains.Tests.Api;

/// <summary>As much of JSON Schema as the API's document uses.</summary>
internal static class JsonSchemaCheck
{
    public static IEnumerable<string> Violations(JsonElement document, JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (element, name) => element.GetProperty(name));
        }

        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type.GetString()!))
        {
            return [$"{path}: not {type.GetString()}"];
        }

        if (schema.TryGetProperty("enum", out var words) && words.EnumerateArray().All(word => word.GetString() != value.GetString()))
        {
            return [$"{path}: {value.GetString()} is not one of the words"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(document, schema, value, path),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Violations(document, schema.GetProperty("items"), item, path + "[]")),
            JsonValueKind.Number => OfNumber(schema, value, path),
            _ => [],
        };
    }

    private static IEnumerable<string> OfObject(JsonElement document, JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("type", out _))
        {
            yield break;
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(n => n.GetString()!) : [])
        {
            if (!value.TryGetProperty(name, out _))
            {
                yield return $"{path}.{name} is missing";
            }
        }

        foreach (var field in value.EnumerateObject())
        {
            JsonElement rule = default;
            if ((schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(field.Name, out rule))
                || (schema.TryGetProperty("additionalProperties", out rule) && rule.ValueKind is JsonValueKind.Object))
            {
                foreach (var violation in Violations(document, rule, field.Value, $"{path}.{field.Name}"))
                {
                    yield return violation;
                }
            }
            else
            {
                yield return $"{path}.{field.Name} is not in the schema";
            }
        }
    }

    private static IEnumerable<string> OfNumber(JsonElement schema, JsonElement value, string path)
    {
        if ((schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
            || (schema.TryGetProperty("maximum", out var maximum) && value.GetDouble() > maximum.GetDouble()))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}: {value.GetDouble()} is out of range");
        }
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };
}

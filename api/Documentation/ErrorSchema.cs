using BatchGrains.Api.Errors;
using Microsoft.OpenApi;
using static BatchGrains.Api.Documentation.Schemas;

namespace BatchGrains.Api.Documentation;

/// <summary>The body of every error.</summary>
internal static class ErrorSchema
{
    public const string Name = "Error";

    public static OpenApiSchema Create() => Schemas.Object(null, ["is_bifrost_error", "status_code", "error", "extra_fields"], new()
    {
        ["event_id"] = Text("The id of the trace: it finds the error in the service's log."),
        ["type"] = Text(),
        ["is_bifrost_error"] = YesOrNo("True when the fault is the service's own, false when it is the caller's or the provider's."),
        ["status_code"] = Whole("The HTTP status."),
        ["error"] = Schemas.Object(null, ["type", "code", "message"], new()
        {
            ["type"] = OneOf("The code's family.", [.. ApiErrorCode.All.Select(code => code.Family).Distinct()]),
            ["code"] = OneOf("What went wrong.", [.. ApiErrorCode.All.Select(code => code.Word)]),
            ["message"] = Text("What went wrong, for people."),
            ["param"] = Text("The parameter that is wrong."),
            ["event_id"] = Text(),
        }),
        ["extra_fields"] = Schemas.Object(null, ["request_type"], new()
        {
            ["provider"] = Text("The provider, once it is known to be one."),
            ["request_type"] = OneOf(null, "batch_retrieve"),
        }),
    });
}

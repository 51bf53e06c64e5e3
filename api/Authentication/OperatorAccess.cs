using BatchGrains.Api.Errors;

namespace BatchGrains.Api.Authentication;

/// <summary>Says who may see pages that tell about the whole service.</summary>
internal static class OperatorAccess
{
    /// <summary>For pages that hold nothing of any tenant: on the same machine, or with a key.</summary>
    public static TBuilder ForReaders<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Admit((identification, context) => identification.AdmitReader(context));

    /// <summary>For pages that show what all tenants do: on the same machine only.</summary>
    public static TBuilder ForOperators<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.Admit((identification, context) => identification.AdmitOperator(context));

    // Wraps the endpoint itself, so that requests for batches pass no middleware for it.
    private static TBuilder Admit<TBuilder>(this TBuilder builder, Func<CallerIdentification, HttpContext, ApiError?> admit)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var inner = endpoint.RequestDelegate;
            endpoint.RequestDelegate = inner is null ? null : context =>
                admit(context.RequestServices.GetRequiredService<CallerIdentification>(), context) is { } refusal
                    ? ErrorResponse.WriteAsync(context, refusal)
                    : inner(context);
        });
        return builder;
    }
}

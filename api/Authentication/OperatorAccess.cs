using BatchGrains.Api.Errors;

namespace BatchGrains.Api.Authentication;

/// <summary>Keeps pages that tell about the whole service for its operators.</summary>
internal static class OperatorAccess
{
    // Wraps the endpoint itself, so that requests for batches pass no middleware for it.
    public static TBuilder ForOperators<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var inner = endpoint.RequestDelegate;
            endpoint.RequestDelegate = inner is null ? null : context =>
                context.RequestServices.GetRequiredService<CallerIdentification>().AdmitOperator(context) is { } refusal
                    ? ErrorResponse.WriteAsync(context, refusal)
                    : inner(context);
        });
        return builder;
    }
}

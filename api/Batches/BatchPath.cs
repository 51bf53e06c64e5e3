using Microsoft.AspNetCore.Http.Features;

namespace BatchGrains.Api.Batches;

/// <summary>Keeps the router from resolving dots in an id: <c>/v1/batches/..</c> asks for the batch <c>..</c>, not for another route.</summary>
internal static class BatchPath
{
    private static readonly PathString Routed = new(BatchTarget.Prefix + "-");
    private static readonly PathString Root = new("/v1/batches");

    public static IApplicationBuilder UseBatchPath(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase)
            && BatchTarget.IsUnderPrefix(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            request.Path = Routed;
        }

        return next(context);
    });
}

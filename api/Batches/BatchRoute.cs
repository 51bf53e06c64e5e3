using Microsoft.AspNetCore.Http.Features;

namespace BatchGrains.Api.Batches;

/// <summary>
/// Finds the batches' endpoint by the raw target, in place of the router: that resolves dots, so that <c>/v1/batches/..</c> would ask for
/// another route and not for the batch <c>..</c>. It is also the shortest way for most requests that there are.
/// </summary>
internal static class BatchRoute
{
    /// <summary>The endpoint's name.</summary>
    public const string Name = "batch_retrieve";

    private static readonly PathString AnyBatch = new(BatchTarget.Prefix + "-");

    /// <summary>Stands before the router, which leaves a request alone that has its endpoint.</summary>
    public static void UseBatchRoute(this WebApplication app)
    {
        var endpoint = new Lazy<Endpoint>(() => Find(app.Services.GetRequiredService<EndpointDataSource>()));
        app.Use(next => context =>
        {
            var request = context.Request;
            if (!BatchTarget.IsUnderPrefix(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
            {
                return next(context);
            }

            if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            {
                context.SetEndpoint(endpoint.Value);
            }
            else
            {
                // The router says which methods there are.
                request.Path = AnyBatch;
            }

            return next(context);
        });
    }

    private static Endpoint Find(EndpointDataSource endpoints) =>
        endpoints.Endpoints.Single(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == Name);
}

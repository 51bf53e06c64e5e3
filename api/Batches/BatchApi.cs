namespace BatchGrains.Api.Batches;

/// <summary>The batches resource.</summary>
internal static class BatchApi
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddBatches(this IServiceCollection services) => services
        .AddSingleton<Departure>()
        .AddSingleton<BatchWait>()
        .AddSingleton<BatchStream>()
        .AddSingleton<BatchHeaders>()
        .AddSingleton<ExtraFields>()
        .AddSingleton<BatchResponse>()
        .AddSingleton<BatchEndpoint>();

    public static RouteGroupBuilder MapBatches(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/batches");
        // Made by the first request: grains are known only once the silo, or the connection to one, is up.
        var endpoint = new Lazy<BatchEndpoint>(
            routes.ServiceProvider.GetRequiredService<BatchEndpoint>, LazyThreadSafetyMode.PublicationOnly);
        // A plain request delegate: the id is read from the raw target, so there is nothing to bind.
        group.MapMethods("/{**id}", Methods, context => endpoint.Value.AnswerAsync(context)).WithName(BatchRoute.Name);
        return group;
    }
}

namespace BatchGrains.Api.Batches;

/// <summary>The batches resource.</summary>
internal static class BatchApi
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddBatches(this IServiceCollection services) => services
        .AddSingleton<BatchWait>()
        .AddSingleton<BatchStream>()
        .AddSingleton<BatchEndpoint>();

    public static RouteGroupBuilder MapBatches(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/batches");
        var endpoint = routes.ServiceProvider.GetRequiredService<BatchEndpoint>();
        // A plain request delegate: the id is read from the raw target, so there is nothing to bind.
        group.MapMethods("/{**id}", Methods, endpoint.AnswerAsync);
        return group;
    }
}

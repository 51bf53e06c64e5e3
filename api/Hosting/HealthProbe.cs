namespace BatchGrains.Api.Hosting;

/// <summary>
/// <c>--healthcheck</c>: the program asks the one that runs beside it whether it is ready, and ends with 0 or 1. Containers without a
/// shell have nothing else to ask with.
/// </summary>
internal static class HealthProbe
{
    private const string Switch = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args.Contains(Switch);

    public static async Task<int> RunAsync(string[] args)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address(args), "/health/ready"));
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            using var response = await client.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }

    internal static Uri Address(string[] args)
    {
        // Those of the service's sources that containers are set up with, in the same order; an address in a settings file is not seen.
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine([.. args.Where(arg => arg != Switch)])
            .Build();
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls
            && urls.Split(';').FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) is { } http)
        {
            return new Uri($"http://127.0.0.1:{BindingAddress.Parse(http).Port}");
        }

        var ports = configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } given ? given : HttpServer.DefaultPort;
        return new Uri($"http://127.0.0.1:{ports.Split(';')[0]}");
    }
}

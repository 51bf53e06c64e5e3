using System.Globalization;

namespace BatchGrains.Tests.Silos;

/// <summary>Requests to a silo's own HTTP side.</summary>
internal static class SiloHttp
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler());

    public static Task<HttpResponseMessage> GetAsync(Uri silo, string id, params (string Name, string Value)[] headers) =>
        SendAsync(silo, $"/v1/batches/{id}?provider=openai", headers);

    public static async Task<HttpResponseMessage> SendAsync(Uri silo, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(silo, path));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a silo has a request under way besides the one that asks.</summary>
    public static async Task UntilBusyAsync(Uri silo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        string metrics;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(silo, "/metrics"));
            using var response = await Http.SendAsync(request, limit.Token);
            metrics = await response.Content.ReadAsStringAsync(limit.Token);
        }
        while (Active(metrics) < 2);
    }

    public static async Task<string> TagAsync(Uri silo, string id)
    {
        using var response = await GetAsync(silo, id);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return response.Headers.ETag!.ToString();
    }

    private static double Active(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("http_server_active_requests{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}

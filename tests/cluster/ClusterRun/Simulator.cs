using System.Text.Json;

namespace ClusterRun;

/// <summary>The providers' side, which counts the calls.</summary>
internal sealed class Simulator(string host) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    public async Task<int> CallsAsync()
    {
        using var calls = await GetAsync();
        return calls.RootElement.GetProperty("total").GetInt32();
    }

    /// <summary>Which of the batches were asked for since the simulator's start.</summary>
    public async Task<IReadOnlyList<string>> AskedForAsync(IEnumerable<PolledBatch> batches)
    {
        using var calls = await GetAsync();
        var text = calls.RootElement.GetProperty("byId").GetRawText();
        return [.. batches.Select(batch => batch.Id).Where(id => text.Contains(id + "\"", StringComparison.Ordinal))];
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{host}:9090/_simulator/calls"));
        using var response = await _http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
    }
}

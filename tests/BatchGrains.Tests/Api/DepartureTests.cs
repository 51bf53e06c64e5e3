using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BatchGrains.Tests.Api;

/// <summary>While the service drains it still answers, and nobody who would wait may stay: they would ask again and again.</summary>
public sealed class DepartureTests
{
    private static readonly (string, string)[] Draining = [("Shutdown:DrainSeconds", "20")];
    private static readonly (string, string)[] Waiting = [("If-None-Match", Readings.ETag), ("Prefer", "wait=60")];

    [Fact]
    public async Task A_wait_is_answered_at_once_and_the_connection_ends()
    {
        await using var api = await ApiHost.StartAsync(Draining);
        api.Reader.Set("b1", Readings.Running());
        var stopped = api.BeginStopAsync();

        using var response = await api.GetBatchAsync(Waiting);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Null(response.Header("Preference-Applied"));
        Assert.Equal("close", response.Header("Connection"));
        await EndAsync(api, stopped);
    }

    [Fact]
    public async Task A_wait_that_is_cut_short_ends_its_connection()
    {
        await using var api = await ApiHost.StartAsync(Draining);
        api.Reader.Set("b1", Readings.Running());
        var answer = api.GetBatchAsync(Waiting);
        await api.Reader.WaitBeganAsync();
        var stopped = api.BeginStopAsync();

        using var response = await answer;

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal("close", response.Header("Connection"));
        await EndAsync(api, stopped);
    }

    [Fact]
    public async Task Errors_end_the_connection_too()
    {
        await using var api = await ApiHost.StartAsync(Draining);
        var stopped = api.BeginStopAsync();

        using var response = await api.GetBatchAsync();

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("close", response.Header("Connection"));
        await EndAsync(api, stopped);
    }

    [Fact]
    public async Task A_stream_that_is_cut_ends_its_connection()
    {
        await using var api = await ApiHost.StartAsync(Draining);
        api.Reader.Set("b1", Readings.Running());
        using var client = new TcpClient();
        await client.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        var request = Encoding.ASCII.GetBytes("GET /v1/batches/b1?provider=openai HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        await api.Reader.WaitBeganAsync();
        var stopped = api.BeginStopAsync();

        // Kestrel itself ends it only when the drain is over.
        using var reader = new StreamReader(client.GetStream());
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Contains("event: batch", text, StringComparison.Ordinal);
        Assert.False(stopped.IsCompleted);
        await EndAsync(api, stopped);
    }

    [Fact]
    public async Task Before_that_connections_are_kept()
    {
        await using var api = await ApiHost.StartAsync(Draining);
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync();

        Assert.Null(response.Header("Connection"));
    }

    private static async Task EndAsync(ApiHost api, Task stopped)
    {
        api.Clock.Advance(TimeSpan.FromSeconds(20));
        await stopped;
    }
}

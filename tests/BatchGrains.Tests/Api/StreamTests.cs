using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BatchGrains.Tests.Api;

public sealed class StreamTests
{
    private static readonly (string, string) Stream = ("Accept", "text/event-stream");

    [Fact]
    public async Task Each_change_is_an_event_and_the_final_state_ends_the_stream()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Header("Content-Type"));
        Assert.Equal("private, no-store", response.Header("Cache-Control"));
        Assert.Equal("no", response.Header("X-Accel-Buffering"));

        Assert.Equal((string[])["event: batch", "id: W/\"v1\"", "data: " + Data("in_progress", "v1")], await events.NextAsync());
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Running("W/\"v2\""));
        Assert.Equal((string[])["event: batch", "id: W/\"v2\"", "data: " + Data("in_progress", "v2")], await events.NextAsync());
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Final());
        Assert.Equal((string[])["event: batch", "id: W/\"end\"", "data: " + Data("completed", "end")], await events.NextAsync());
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task A_comment_every_15_seconds_keeps_the_connection_open()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);
        Assert.NotNull(await events.NextAsync());
        for (var i = 0; i < 3; i++)
        {
            await api.Reader.WaitBeganAsync();
            api.Clock.Advance(TimeSpan.FromSeconds(15));
            Assert.StartsWith(":", Assert.Single((await events.NextAsync())!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Last_Event_ID_leaves_out_what_was_seen()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Stream, ("Last-Event-ID", Readings.ETag));
        using var events = await EventReader.OpenAsync(response);
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Final());

        Assert.Equal("id: W/\"end\"", (await events.NextAsync())![1]);
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task An_older_state_than_what_was_seen_is_left_out()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running("W/\"v2\""));
        api.Reader.Kept = Readings.Running("W/\"v1\"");

        using var response = await api.GetBatchAsync(Stream, ("Last-Event-ID", "W/\"v2\""));
        using var events = await EventReader.OpenAsync(response);
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Running("W/\"v3\""));

        Assert.Equal("id: W/\"v3\"", (await events.NextAsync())![1]);
    }

    [Fact]
    public async Task A_final_state_that_was_seen_is_a_204()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Final());

        using var seen = await api.GetBatchAsync(Stream, ("Last-Event-ID", "W/\"end\""));
        using var unseen = await api.GetBatchAsync(Stream, ("Last-Event-ID", "W/\"v1\""));

        Assert.Equal(HttpStatusCode.NoContent, seen.StatusCode);
        Assert.Equal(HttpStatusCode.OK, unseen.StatusCode);
    }

    [Fact]
    public async Task An_error_before_the_first_snapshot_is_an_ordinary_error()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.GetBatchAsync(Stream);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("batch_not_found", await response.ErrorCodeAsync());
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("Text/Event-Stream; charset=utf-8", true)]
    [InlineData("text/event-stream, */*", true)]
    [InlineData("text/event-stream, application/json", true)]
    [InlineData("application/json;q=0.5, text/event-stream", true)]
    [InlineData("application/json, text/event-stream", false)]
    [InlineData("application/json, text/event-stream;q=0.5", false)]
    [InlineData("*/*, text/event-stream", true)]
    [InlineData("text/event-stream;q=0.5, */*;q=0.1", true)]
    [InlineData("text/event-stream;q=0.5, */*", false)]
    [InlineData("text/event-stream;q=0.5, application/*", false)]
    [InlineData("text/event-stream;q=0.5, */*, application/json;q=0.1", true)]
    [InlineData("text/event-stream;q=0.5, application/*;q=0.1, */*", true)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    [InlineData("text/event-stream;;;q=", false)]
    [InlineData("", false)]
    public async Task Only_those_who_ask_for_a_stream_get_one(string accept, bool stream)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Final());

        using var response = await api.GetBatchAsync(("Accept", accept));

        Assert.Equal(stream ? "text/event-stream" : "application/json", response.Header("Content-Type"));
    }

    [Fact]
    public async Task Line_breaks_in_the_json_stay_inside_the_event()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot(BatchStatus.Completed, json: "{\"id\":\"b1\",\r\n\"usage\":{\n}}"), nextLook: null));

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);

        var lines = (await events.NextAsync())!;
        Assert.All(lines.Skip(2), line => Assert.StartsWith("data: ", line, StringComparison.Ordinal));
        Assert.StartsWith("{\"id\":\"b1\",\"usage\":{}", string.Concat(lines.Skip(2).Select(line => line["data: ".Length..])), StringComparison.Ordinal);
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task Streams_end_when_the_service_stops()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);
        Assert.NotNull(await events.NextAsync());
        await api.Reader.WaitBeganAsync();
        await api.StopAsync();

        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task A_cluster_that_is_lost_in_the_middle_ends_the_stream()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());
        api.Reader.WaitFailure = new TimeoutException("No silo answered.");

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);

        Assert.NotNull(await events.NextAsync());
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task Only_if_cached_is_answered_once_and_never_waits()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Stream, ("Cache-Control", "only-if-cached"));

        Assert.Equal("application/json", response.Header("Content-Type"));
        Assert.Equal("b1", (await response.JsonAsync()).GetProperty("id").GetString());
        Assert.Equal(TimeSpan.Zero, api.Reader.LastWait);
    }

    [Fact]
    public async Task A_client_that_never_reads_costs_a_bounded_buffer()
    {
        const int changes = 300;
        await using var api = await ApiHost.StartAsync();
        // 128 KB each, 38 MB in all: many times what the kernel and the server keep for one connection.
        var filling = new string('x', 128 * 1024);
        api.Reader.Set("b1", Large(0));
        using var silent = await AskForStreamAsync(api);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (api.Reader.Reads.IsEmpty)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using var response = await api.GetBatchAsync(Stream);
        using var events = await EventReader.OpenAsync(response);
        Assert.NotNull(await events.NextAsync());

        // Who reads gets every change and waits for the next; who doesn't would have had the time for all of them, too.
        for (var change = 1; change <= changes; change++)
        {
            api.Reader.Set("b1", Large(change));
            Assert.Equal($"id: W/\"{change}\"", (await events.NextAsync())![1]);
        }

        Assert.InRange(api.Reader.Waits, changes, changes + (changes / 2));

        BatchReading Large(int number) => Readings.Of(Readings.Snapshot(etag: $"W/\"{number}\"", json: $$$"""{"id":"{{{filling}}}"}"""));
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_dropped()
    {
        await using var api = await ApiHost.StartAsync();
        var filling = new string('x', 16_000_000);
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot(json: $$$"""{"id":"{{{filling}}}"}""")));
        using var client = await AskForStreamAsync(api);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));

        // The limit's timer is made some time after the request was sent: the clock goes on until it has run.
        while (api.Reader.Reads.IsEmpty || !await IsClosedAsync(client, api))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // Asks, and reads nothing of the answer.
    private static async Task<TcpClient> AskForStreamAsync(ApiHost api)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        var request = Encoding.ASCII.GetBytes("GET /v1/batches/b1?provider=openai HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<bool> IsClosedAsync(TcpClient client, ApiHost api)
    {
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
        // A poll of the error flag reads nothing, which is the point.
        return client.Client.Poll(TimeSpan.FromMilliseconds(10), SelectMode.SelectError);
    }

    private static string Data(string status, string tag) =>
        "{\"id\":\"b1\",\"object\":\"batch\",\"endpoint\":\"\",\"input_file_id\":\"\",\"completion_window\":\"\",\"status\":\"" + status
        + "\",\"extra_fields\":{\"request_type\":\"batch_retrieve\",\"provider\":\"openai\",\"latency\":183,\"chunk_index\":0,"
        + "\"cache_debug\":{\"cache_hit\":true,\"cache_id\":\"W/\\\"" + tag
        + "\\\"\",\"hit_type\":\"direct\",\"requested_provider\":\"openai\",\"provider_used\":\"openai\"}}}";
}

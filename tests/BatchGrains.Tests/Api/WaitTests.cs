using System.Net;

namespace BatchGrains.Tests.Api;

public sealed class WaitTests
{
    private static readonly (string, string) Known = ("If-None-Match", Readings.ETag);

    [Fact]
    public async Task A_change_ends_the_wait_with_the_new_state()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        Assert.False(answer.IsCompleted);
        api.Reader.Set("b1", Readings.Running("W/\"v2\""));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("W/\"v2\"", response.Header("ETag"));
        Assert.Equal("wait=30", response.Header("Preference-Applied"));
    }

    [Fact]
    public async Task Without_a_change_the_answer_is_a_304_when_the_time_is_over()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        api.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.True(api.Reader.IsWaiting);
        api.Clock.Advance(TimeSpan.FromSeconds(1));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal("wait=30", response.Header("Preference-Applied"));
        Assert.Equal("30", response.Header("Age"));
    }

    [Fact]
    public async Task That_the_provider_said_the_same_again_meanwhile_shows_in_the_headers()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());
        api.Reader.Stored = Readings.Of(Readings.Snapshot(age: -28), nextLook: 40);

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        api.Clock.Advance(TimeSpan.FromSeconds(30));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(("2", "10"), (response.Header("Age"), response.Header("Retry-After")));
    }

    [Fact]
    public async Task A_change_in_the_last_moment_is_not_missed()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());
        api.Reader.Stored = Readings.Final();

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        api.Clock.Advance(TimeSpan.FromSeconds(30));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_final_state_that_the_caller_knows_is_answered_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Final(Readings.ETag));

        using var response = await api.GetBatchAsync(Known, ("Prefer", "wait=30"));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Theory]
    [InlineData("W/\"v2\"")]
    [InlineData("\"v2\"")]
    [InlineData("W/\"v1\", W/\"v2\"")]
    public async Task A_caller_that_knows_a_newer_state_than_what_is_kept_here_waits(string known)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running("W/\"v2\""));
        api.Reader.Kept = Readings.Running("W/\"v0\"");

        var answer = api.GetBatchAsync(("If-None-Match", known), ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Running("W/\"v3\""));

        using var response = await answer;
        Assert.Equal("W/\"v3\"", response.Header("ETag"));
    }

    [Fact]
    public async Task Without_a_known_state_the_answer_comes_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(("Prefer", "wait=30"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Header("Preference-Applied"));
    }

    [Fact]
    public async Task A_fault_with_nothing_to_serve_is_answered_at_once()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Fault(BatchFaultCode.ProviderTimeout));

        using var response = await api.GetBatchAsync(Known, ("Prefer", "wait=30"));

        Assert.Equal("provider_timeout", await response.ErrorCodeAsync());
    }

    [Fact]
    public async Task A_batch_that_turns_out_to_be_gone_ends_the_wait_with_its_error()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=30"));
        await api.Reader.WaitBeganAsync();
        api.Reader.Set("b1", Readings.Fault(BatchFaultCode.BatchNotFound));

        using var response = await answer;
        Assert.Equal("batch_not_found", await response.ErrorCodeAsync());
    }

    [Fact]
    public async Task Only_if_cached_never_waits()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Known, ("Prefer", "wait=30"), ("Cache-Control", "only-if-cached"));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Null(response.Header("Preference-Applied"));
    }

    [Theory]
    [InlineData("wait=5", "", 5)]
    [InlineData("WAIT=5", "", 5)]
    [InlineData("wait = \"5\"", "", 5)]
    [InlineData("respond-async, wait=5; foo=bar", "", 5)]
    [InlineData("wait=5, wait=9", "", 5)]
    [InlineData("foo=\"a\\\", wait=9\", wait=5", "", 5)]
    [InlineData("foo;bar=\"a;b, wait=9\", wait=5", "", 5)]
    [InlineData("wait=60", "", 60)]
    [InlineData("wait=61", "", 60)]
    [InlineData("wait=99999999999999999999", "", 60)]
    [InlineData(null, "&wait=7", 7)]
    [InlineData("wait=5", "&wait=7", 5)]
    [InlineData("wait=soon", "&wait=7", 7)]
    public async Task The_header_wins_over_the_query_and_a_minute_is_the_most(string? prefer, string query, int seconds)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = api.SendAsync("/v1/batches/b1?provider=openai" + query, null, prefer is null ? [Known] : [Known, ("Prefer", prefer)]);
        await api.Reader.WaitBeganAsync();
        Assert.Equal(seconds, api.Reader.LastWait.TotalSeconds);
        api.Clock.Advance(TimeSpan.FromSeconds(seconds));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal($"wait={seconds}", response.Header("Preference-Applied"));
    }

    [Theory]
    [InlineData("wait=soon")]
    [InlineData("wait=-1")]
    [InlineData("wait=1.5")]
    [InlineData("wait=")]
    [InlineData("wait")]
    [InlineData("=;,\"")]
    [InlineData("return=minimal")]
    [InlineData("foo=\"bar, wait=50\"")]
    [InlineData("foo=\"bar, wait=50")]
    public async Task A_preference_that_says_nothing_of_waiting_is_ignored(string prefer)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var response = await api.GetBatchAsync(Known, ("Prefer", prefer));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Null(response.Header("Preference-Applied"));
    }

    [Fact]
    public async Task Waiting_requests_are_answered_when_the_service_stops()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        var answer = api.GetBatchAsync(Known, ("Prefer", "wait=60"));
        await api.Reader.WaitBeganAsync();
        await api.StopAsync();

        using var response = await answer;
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_leaves_frees_its_place()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/batches/b1?provider=openai&wait=60");
        request.Headers.TryAddWithoutValidation("If-None-Match", Readings.ETag);

        var answer = api.Client.SendAsync(request, patience.Token);
        await api.Reader.WaitBeganAsync();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await api.Reader.WaitEndedAsync();
    }
}

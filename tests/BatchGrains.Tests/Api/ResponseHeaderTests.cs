using System.Net;
using System.Text;

namespace BatchGrains.Tests.Api;

/// <summary>What the headers and the body of a 200 say, by the reading behind it.</summary>
public sealed class ResponseHeaderTests
{
    public static TheoryData<string, string, string, string?> Table { get; } = new()
    {
        // reading, Cache-Status, Cache-Control, Retry-After
        { "hit", "BatchGrains; hit; ttl=12", "private, max-age=15", "12" },
        { "hit between seconds", "BatchGrains; hit; ttl=12", "private, max-age=15", "12" },
        { "hit that is due", "BatchGrains; hit; ttl=0", "private, max-age=3", "1" },
        { "stale, looked at behind", "BatchGrains; hit; ttl=-4", "private, max-age=3", "1" },
        { "miss", "BatchGrains; fwd=miss", "private, max-age=15", "12" },
        { "shared miss", "BatchGrains; fwd=miss; collapsed", "private, max-age=15", "12" },
        { "refreshed", "BatchGrains; fwd=stale; fwd-status=200", "private, max-age=15", "12" },
        { "kept stale by a fault", "BatchGrains; fwd=stale; detail=provider_timeout", "private, max-age=8", "5" },
        { "final", "BatchGrains; hit; ttl=86400", "private, max-age=86403", null },
        { "final, looked at again some day", "BatchGrains; hit; ttl=60", "private, max-age=63", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Cache_headers_say_where_the_answer_comes_from_and_when_to_ask_again(
        string reading, string cacheStatus, string cacheControl, string? retryAfter)
    {
        await using var api = await ApiHost.StartAsync();
        var running = Readings.Snapshot(age: 3);
        var final = Readings.Snapshot(BatchStatus.Expired, age: 3);
        api.Reader.Set("b1", reading switch
        {
            "hit" => Readings.Of(running),
            "hit between seconds" => Readings.Of(running, nextLook: 11.2),
            "hit that is due" => Readings.Of(running, nextLook: 0),
            "stale, looked at behind" => Readings.Of(running, BatchReadingOrigin.Stale, nextLook: -4),
            "miss" => Readings.Of(running, BatchReadingOrigin.Miss),
            "shared miss" => Readings.Of(running, BatchReadingOrigin.Miss, collapsed: true),
            "refreshed" => Readings.Of(running, BatchReadingOrigin.Refreshed),
            "kept stale by a fault" => Readings.Of(running, BatchReadingOrigin.Stale, 5, Faults.Of(BatchFaultCode.ProviderTimeout)),
            "final" => Readings.Of(final, nextLook: null),
            _ => Readings.Of(final, nextLook: 60),
        });

        using var response = await api.GetBatchAsync();

        Assert.Equal(cacheStatus, response.Header("Cache-Status"));
        Assert.Equal(cacheControl, response.Header("Cache-Control"));
        Assert.Equal(retryAfter, response.Header("Retry-After"));
        Assert.Equal("3", response.Header("Age"));
        Assert.Equal(Readings.ETag, response.Header("ETag"));
        Assert.Equal("Wed, 04 Mar 2026 04:56:07 GMT", response.Header("Last-Modified"));
        Assert.Equal("Authorization, X-Api-Key, Accept", response.Header("Vary"));
        Assert.Equal("application/json", response.Header("Content-Type"));
        Assert.Null(response.Header("Server"));
    }

    [Fact]
    public async Task A_clock_that_is_behind_the_silos_makes_nobody_wait_longer()
    {
        await using var api = await ApiHost.StartAsync();
        var snapshot = Readings.Snapshot(age: -300) with { ChangedAt = Readings.Now + TimeSpan.FromSeconds(300) };
        api.Reader.Set("b1", Readings.Of(snapshot, nextLook: 312));

        using var response = await api.GetBatchAsync();

        Assert.Equal("0", response.Header("Age"));
        Assert.Equal("12", response.Header("Retry-After"));
        Assert.Equal("private, max-age=12", response.Header("Cache-Control"));
        Assert.Equal("BatchGrains; hit; ttl=12", response.Header("Cache-Status"));
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", response.Header("Last-Modified"));
    }

    [Theory]
    [InlineData(0, "Wed, 04 Mar 2026 05:06:07 GMT")]
    [InlineData(300, "Wed, 04 Mar 2026 05:06:07 GMT")]
    [InlineData(-1, "Wed, 04 Mar 2026 05:06:06 GMT")]
    public async Task A_change_is_never_later_than_the_answers_own_date(int changed, string lastModified)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot() with { ChangedAt = Readings.Now + TimeSpan.FromSeconds(changed) }));

        using var get = await api.GetBatchAsync();
        using var known = await api.GetBatchAsync(("If-None-Match", Readings.ETag));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.All([get, known], answer =>
        {
            Assert.Equal(lastModified, answer.Header("Last-Modified"));
            Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", answer.Header("Date"));
        });
    }

    [Theory]
    [InlineData(BatchReadingOrigin.Hit, true)]
    [InlineData(BatchReadingOrigin.Stale, true)]
    [InlineData(BatchReadingOrigin.Miss, false)]
    [InlineData(BatchReadingOrigin.Refreshed, false)]
    public async Task The_body_is_the_snapshots_json_with_extra_fields_at_its_end(BatchReadingOrigin origin, bool cacheHit)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot(), origin));

        using var response = await api.SendAsync("/v1/batches/b1?provider=%20OpenAI+");

        Assert.Equal(
            """{"id":"b1","object":"batch","endpoint":"","input_file_id":"","completion_window":"","status":"in_progress","extra_fields":{"request_type":"batch_retrieve","provider":"openai","latency":183,"chunk_index":0,"""
            + "\"cache_debug\":{\"cache_hit\":" + (cacheHit ? "true" : "false")
            + ""","cache_id":"W/\"v1\"","hit_type":"direct","requested_provider":"openai","provider_used":"openai"}}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("?provider=openai&raw=true", """{"a": [1]}""", """{"a":[1]}""")]
    [InlineData("?provider=openai&raw=true", "<html>", "\"<html>\"")]
    [InlineData("?provider=openai&raw=true", "", null)]
    [InlineData("?provider=openai&raw=false", "{}", null)]
    [InlineData("?provider=openai&raw=maybe", "{}", null)]
    [InlineData("?provider=openai", "{}", null)]
    public async Task The_providers_own_answer_is_given_when_it_is_kept_and_asked_for(string query, string kept, string? given)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot(raw: kept)));

        using var response = await api.SendAsync("/v1/batches/b1" + query);

        var extra = (await response.JsonAsync()).GetProperty("extra_fields");
        Assert.Equal(given, extra.TryGetProperty("raw_response", out var raw) ? raw.GetRawText() : null);
    }

    [Fact]
    public async Task A_large_batch_arrives_whole()
    {
        await using var api = await ApiHost.StartAsync();
        var note = new string('x', 3_000_000);
        api.Reader.Set("b1", Readings.Of(Readings.Snapshot(json: $$$"""{"id":"b1","metadata":{"note":"{{{note}}}"}}""")));

        using var response = await api.GetBatchAsync();

        Assert.Equal(note, (await response.JsonAsync()).GetProperty("metadata").GetProperty("note").GetString());
    }

    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var get = await api.GetBatchAsync();
        using var head = await api.SendAsync("/v1/batches/b1?provider=openai", HttpMethod.Head);

        Assert.Equal(get.StatusCode, head.StatusCode);
        var length = Encoding.UTF8.GetByteCount(await get.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(length, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.Select(h => h.Key).Order(), head.Headers.Select(h => h.Key).Order());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}

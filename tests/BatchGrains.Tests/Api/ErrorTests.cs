using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Tests.Api;

public sealed class ErrorTests
{
    public static TheoryData<BatchFaultCode, int, string, string, string?> FaultTable { get; } = new()
    {
        { BatchFaultCode.BatchNotFound, 404, "batch_not_found", "not_found_error", "false" },
        { BatchFaultCode.ProviderRateLimited, 429, "provider_rate_limited", "rate_limit_error", null },
        { BatchFaultCode.ProviderAuthFailed, 502, "provider_auth_failed", "provider_error", "false" },
        { BatchFaultCode.ProviderError, 502, "provider_error", "provider_error", null },
        { BatchFaultCode.ProviderBadResponse, 502, "provider_bad_response", "provider_error", null },
        { BatchFaultCode.ProviderUnavailable, 503, "provider_unavailable", "provider_error", null },
        { BatchFaultCode.ProviderTimeout, 504, "provider_timeout", "provider_error", null },
        { BatchFaultCode.NotCached, 504, "not_cached", "not_found_error", null },
        { BatchFaultCode.Internal, 500, "internal", "server_error", null },
    };

    [Theory]
    [MemberData(nameof(FaultTable))]
    public async Task A_fault_without_a_snapshot_is_an_error_of_its_code(BatchFaultCode fault, int status, string code, string type, string? retry)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Fault(fault));

        using var response = await api.GetBatchAsync();

        await AssertErrorAsync(response, status, code, type, retry);
        var body = await response.JsonAsync();
        Assert.Equal("openai", body.GetProperty("extra_fields").GetProperty("provider").GetString());
        Assert.Equal($"It's {fault}.", body.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/v1/batches/b1", 400, "provider_required", "invalid_request_error")]
    [InlineData("/v1/batches/b1?provider=openai&provider=mistral", 400, "invalid_request", "invalid_request_error")]
    [InlineData("/v1/batches/b1?provider=nobody", 400, "unknown_provider", "invalid_request_error")]
    [InlineData("/v1/batches/wrong?provider=mistral", 400, "invalid_batch_id", "invalid_request_error")]
    [InlineData("/v1/batches/b1?provider=ollama", 400, "unsupported_operation", "invalid_request_error")]
    [InlineData("/v1/batches/batch1?provider=mistral", 400, "provider_not_configured", "invalid_request_error")]
    [InlineData("/", 404, "not_found", "not_found_error")]
    [InlineData("/v1/files/b1?provider=openai", 404, "not_found", "not_found_error")]
    [InlineData("/openapi/v2.json", 404, "not_found", "not_found_error")]
    public async Task What_is_wrong_with_a_request_is_said(string target, int status, string code, string type)
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync(target);

        await AssertErrorAsync(response, status, code, type, "false");
    }

    [Theory]
    [InlineData("/v1/batches/b1?provider=openai")]
    [InlineData("/docs")]
    [InlineData("/")]
    public async Task A_process_that_does_not_serve_the_API_says_so(string target)
    {
        await using var api = await ApiHost.StartWithoutBatchesAsync();

        using var response = await api.SendAsync(target);

        await AssertErrorAsync(response, 404, "not_found", "not_found_error", "false");
        var message = (await response.JsonAsync()).GetProperty("error").GetProperty("message").GetString();
        Assert.Contains("Http:Serve", message, StringComparison.Ordinal);
        Assert.DoesNotContain("/docs", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/batches/b1", "provider")]
    [InlineData("/v1/batches/b1?provider=nobody", "provider")]
    [InlineData("/v1/batches/b1?provider=ollama", "provider")]
    [InlineData("/v1/batches/wrong?provider=mistral", "batch_id")]
    [InlineData("/v1/batches/b1?provider=openai", "batch_id")]
    [InlineData("/v1/batches/batch1?provider=mistral", null)]
    public async Task The_parameter_at_fault_is_named(string target, string? param)
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync(target);

        var error = (await response.JsonAsync()).GetProperty("error");
        Assert.Equal(param, error.TryGetProperty("param", out var name) ? name.GetString() : null);
    }

    [Fact]
    public async Task A_missing_provider_and_an_unknown_one_are_told_in_the_documented_words()
    {
        await using var api = await ApiHost.StartAsync();

        using var missing = await api.SendAsync("/v1/batches/b1");
        using var unknown = await api.SendAsync("/v1/batches/b1?provider=nobody");

        Assert.Equal("provider query parameter is required", (await missing.JsonAsync()).GetProperty("error").GetProperty("message").GetString());
        var body = await unknown.JsonAsync();
        Assert.Contains("openai", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(body.GetProperty("extra_fields").TryGetProperty("provider", out _));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Another_method_is_refused_and_told_which_there_are(string method)
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync("/v1/batches/..?provider=openai", new HttpMethod(method));

        await AssertErrorAsync(response, 405, "method_not_allowed", "invalid_request_error", "false");
        Assert.Equal("GET, HEAD", response.Header("Allow"));
    }

    [Theory]
    [InlineData(7.2, "8")]
    [InlineData(0.1, "1")]
    [InlineData(4000.0, "120")]
    [InlineData(null, "5")]
    public async Task A_provider_that_says_wait_is_passed_on_in_whole_seconds_up_to_two_minutes(double? wait, string header)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Fault(BatchFaultCode.ProviderRateLimited, wait is { } s ? TimeSpan.FromSeconds(s) : null));

        using var response = await api.GetBatchAsync();

        Assert.Equal(header, response.Header("Retry-After"));
    }

    [Fact]
    public async Task Our_own_failure_is_a_500_that_tells_an_event_id_and_no_more()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Failure = new InvalidOperationException("password=hunter2");

        using var response = await api.GetBatchAsync(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        await AssertErrorAsync(response, 500, "internal", "server_error", null);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", (await response.JsonAsync()).GetProperty("event_id").GetString());
    }

    [Theory]
    [InlineData(BatchFaultCode.ProviderAuthFailed)]
    [InlineData(BatchFaultCode.ProviderUnavailable)]
    [InlineData(BatchFaultCode.ProviderTimeout)]
    [InlineData(BatchFaultCode.Internal)]
    public async Task The_event_id_of_a_failure_is_in_the_log_with_its_reason(BatchFaultCode fault)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Fault(fault));

        using var response = await api.GetBatchAsync();

        var eventId = (await response.JsonAsync()).GetProperty("event_id").GetString()!;
        var line = Assert.Single(api.Logs.GetSnapshot(), line => line.Message.Contains(eventId, StringComparison.Ordinal));
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Contains($"It's {fault}.", line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BatchFaultCode.BatchNotFound)]
    [InlineData(BatchFaultCode.ProviderRateLimited)]
    [InlineData(BatchFaultCode.NotCached)]
    public async Task What_is_no_failure_leaves_no_line_in_the_log(BatchFaultCode fault)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Fault(fault));
        api.Logs.Clear();

        using var response = await api.GetBatchAsync();

        Assert.Equal(0, api.Logs.Count);
    }

    [Theory]
    [InlineData(typeof(SiloUnavailableException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(OrleansMessageRejectionException))]
    public async Task An_unreachable_cluster_is_a_503_to_be_tried_again(Type failure)
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Failure = (Exception)Activator.CreateInstance(
            failure, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, ["No silo."], CultureInfo.InvariantCulture)!;

        using var response = await api.GetBatchAsync();

        await AssertErrorAsync(response, 503, "internal", "server_error", null);
        Assert.Equal("1", response.Header("Retry-After"));
    }

    [Fact]
    public async Task An_apostrophe_in_a_message_shows_as_it_is()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.GetBatchAsync();

        Assert.Contains("It's ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_gets_the_status_and_headers_of_an_error_without_its_body()
    {
        await using var api = await ApiHost.StartAsync();

        using var response = await api.SendAsync("/v1/batches/b1?provider=openai", HttpMethod.Head);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("false", response.Header("x-should-retry"));
        Assert.True(response.Content.Headers.ContentLength > 0);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, int status, string code, string type, string? retry)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Header("Content-Type"));
        Assert.Equal("no-store", response.Header("Cache-Control"));
        Assert.Equal(retry, response.Header("x-should-retry"));
        var body = await response.JsonAsync();
        Assert.Equal(status, body.GetProperty("status_code").GetInt32());
        Assert.Equal(type == "server_error", body.GetProperty("is_bifrost_error").GetBoolean());
        Assert.Matches("^[0-9a-f]{32}$", body.GetProperty("event_id").GetString());
        var error = body.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.NotEqual(JsonValueKind.Undefined, error.GetProperty("message").ValueKind);
        Assert.Equal("batch_retrieve", body.GetProperty("extra_fields").GetProperty("request_type").GetString());
    }
}

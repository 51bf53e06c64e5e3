using System.Net;

namespace BatchGrains.Tests.Api;

public sealed class HostileHeaderTests
{
    public static TheoryData<string, string> Table
    {
        get
        {
            string[] names =
            [
                "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range", "Cache-Control", "Prefer", "Accept",
                "Last-Event-ID", "traceparent", "tracestate", "Authorization", "x-api-key", "X-Forwarded-Proto", "Accept-Encoding", "Pragma", "Expect-CT",
            ];
            string[] values =
            [
                "\"", "\\", ",", ";", "=", "W/", "W/\"", "*,*", "\t", "-1", "99999999999999999999999999", "%00%0d%0a", "{{}}", "${jndi:x}",
                "\"\\\"\"", "q=;q=", new string(',', 8000), new string('"', 8001), "wait=\"", "no-cache=\"", "max-age=\"1\"", "00-0-0-0",
            ];
            TheoryData<string, string> table = [];
            foreach (var name in names)
            {
                foreach (var value in values)
                {
                    table.Add(name, value);
                }
            }

            return table;
        }
    }

    [Fact]
    public async Task Nothing_in_a_header_makes_the_service_fail()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Final());
        foreach (var row in Table)
        {
            var (name, value) = row.Data;

            using var response = await api.GetBatchAsync((name, value));

            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotModified, $"{name}: {value} gives {response.StatusCode}");
        }
    }

    [Fact]
    public async Task A_request_with_a_body_is_answered()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/batches/b1?provider=openai") { Content = new StringContent("{}") };

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task More_headers_than_are_taken_are_refused_and_the_service_goes_on()
    {
        await using var api = await ApiHost.StartAsync();
        api.Reader.Set("b1", Readings.Running());

        using var many = await api.GetBatchAsync([.. Enumerable.Range(0, 200).Select(i => ($"x-{i}", "v"))]);
        using var large = await api.GetBatchAsync(("x-large", new string('v', 40_000)));
        using var next = await api.GetBatchAsync();

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, many.StatusCode);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }
}

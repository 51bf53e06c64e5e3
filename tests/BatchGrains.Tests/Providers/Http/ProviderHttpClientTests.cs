using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Tests.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static BatchGrains.Tests.Providers.Http.ProviderCalls;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>What the adapters' HTTP client does on a real connection: what is tried again, what is read, and how long is waited.</summary>
public sealed class ProviderHttpClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_breaks_is_tried_once_more()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = context => provider.Calls == 1 ? Break(context) : context.Response.WriteAsync("{}", Cancel);

        var response = await SendAsync(silo, provider.Address, seconds: 10);

        Assert.NotNull(response.Body);
        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public async Task A_connection_that_breaks_twice_is_the_providers_failure()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = Break;

        var response = await SendAsync(silo, provider.Address, seconds: 10);

        Assert.Equal(BatchFaultCode.ProviderError, response.Fault!.Code);
        Assert.Equal(2, provider.Calls);
        // The fault is served and counted; a log that fills with stack traces while a provider is down hides what else goes wrong.
        Assert.DoesNotContain(silo.Logs.GetSnapshot(), record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_refused_connection_is_the_providers_failure_and_says_what_to_check()
    {
        // Bound, so that nobody else gets the port, and not listening.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var nobody = new Uri($"http://{taken.LocalEndPoint}");
        await using var silo = new SiloServices();

        var response = await SendAsync(silo, nobody, seconds: 10);

        Assert.Equal(BatchFaultCode.ProviderError, response.Fault!.Code);
        Assert.Contains("Providers:scripted:BaseUrl", response.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task An_answer_is_never_asked_for_twice_whatever_it_says(int status)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = Status(status);

        var response = await SendAsync(silo, provider);

        Assert.Equal(status, response.Error!.Status);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_at_once()
    {
        await using var provider = await LocalProvider.StartAsync(isTls: true);
        await using var silo = new SiloServices();

        var response = await SendAsync(silo, provider);

        Assert.Equal(BatchFaultCode.ProviderError, response.Fault!.Code);
        Assert.Contains("SecureConnectionError", response.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, provider.Calls);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(provider.Address, "/elsewhere").ToString();
            return Task.CompletedTask;
        };

        var response = await SendAsync(silo, provider);

        Assert.Equal(status, response.Error!.Status);
        Assert.Equal(BatchFaultCode.ProviderError, CommonFaults.Of("scripted", response.Error).Code);
        Assert.Equal(1, provider.Calls);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_answers_are_read(string encoding)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = async context =>
        {
            Assert.Contains(encoding, context.Request.Headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(Compressed(encoding, """{"id":"b1"}"""), Cancel);
        };

        Assert.Equal("b1", (await SendAsync(silo, provider)).Body!.Value.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_answer_that_is_not_compressed_as_it_says_is_a_bad_one(string encoding)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(Enumerable.Repeat((byte)0xA7, 300).ToArray(), Cancel);
        };

        Assert.Equal(BatchFaultCode.ProviderBadResponse, (await SendAsync(silo, provider)).Fault!.Code);
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_huge_one_is_not_read_to_its_end()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        var texts = string.Join(',', Enumerable.Range(0, 10).Select(number => $"\"text{number}\":\"{new string('a', 900_000)}\""));
        var bomb = Compressed("gzip", $$"""{"id":"b1",{{texts}}}""");
        provider.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(bomb, Cancel);
        };

        var response = await SendAsync(silo, provider);

        Assert.True(bomb.Length < 100_000);
        Assert.Equal(BatchFaultCode.ProviderBadResponse, response.Fault!.Code);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_the_providers_failure()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"id":""", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            // Whether the beginning arrives before the end of the connection is the network's affair.
            context.Abort();
        };

        Assert.Equal(BatchFaultCode.ProviderError, (await SendAsync(silo, provider.Address, seconds: 10)).Fault!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_ends_at_its_limit_before_or_in_the_middle_of_the_answer(bool hasBegun)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = async context =>
        {
            if (hasBegun)
            {
                await context.Response.WriteAsync("""{"id":""", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var response = SendAsync(silo, provider);
        await provider.NextCallAsync(Cancel);
        silo.Time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(response.IsCompleted);

        silo.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(BatchFaultCode.ProviderTimeout, (await response).Fault!.Code);
        Assert.Contains("Providers:scripted:TimeoutSeconds", (await response).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_a_time_out()
    {
        await using var silo = new SiloServices(handler: new StubHandler(() => throw new TaskCanceledException("connect", new TimeoutException())));

        var fault = (await SendAsync(silo, new Uri("http://nobody.invalid"))).Fault!;

        Assert.Equal(BatchFaultCode.ProviderTimeout, fault.Code);
        Assert.Equal("scripted took no connection within 5 s; check the network and Providers:scripted:BaseUrl.", fault.Message);
    }

    [Fact]
    public async Task Whoever_ends_the_look_gets_no_fault()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.Address);
        var response = silo.Get<ProviderHttp>().SendAsync(Account(silo, "main"), request, [], leaving.Token);
        await provider.NextCallAsync(Cancel);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
    }

    private static Task Break(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static byte[] Compressed(string encoding, string text)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Fastest),
            _ => new GZipStream(bytes, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}

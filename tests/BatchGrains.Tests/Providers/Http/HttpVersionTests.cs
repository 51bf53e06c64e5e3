using System.Net.Security;
using BatchGrains.Grains.Accounts;
using BatchGrains.Grains.Providers;
using BatchGrains.Grains.Providers.Http;
using BatchGrains.Tests.Grains;
using Microsoft.AspNetCore.Http;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>In which version of HTTP providers are spoken to.</summary>
public sealed class HttpVersionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "HTTP/2")]
    [InlineData(false, "HTTP/1.1")]
    public async Task Providers_are_asked_by_http_2_and_those_without_tls_by_http_1(bool isTls, string spoken)
    {
        await using var provider = await LocalProvider.StartAsync(isTls);
        await using var silo = Silo(provider);
        var protocol = "";
        provider.Answer = context =>
        {
            protocol = context.Request.Protocol;
            return context.Response.WriteAsync("""{"id":"batch_1","status":"in_progress"}""", Cancel);
        };

        Assert.NotNull((await AskAsync(silo)).Batch);

        Assert.Equal(spoken, protocol);
    }

    [Fact]
    public async Task Requests_beyond_what_one_connection_takes_do_not_wait_for_those_before_them()
    {
        // Kestrel's own limit is a hundred at once for each connection.
        const int Requests = 120;
        await using var provider = await LocalProvider.StartAsync(isTls: true);
        await using var silo = Silo(provider);
        var release = new TaskCompletionSource();
        provider.Answer = async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("""{"id":"batch_1","status":"in_progress"}""", Cancel);
        };

        var answers = Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => AskAsync(silo)));
        for (var arrived = 0; arrived < Requests; arrived++)
        {
            await provider.NextCallAsync(Cancel);
        }

        release.SetResult();
        Assert.All(await answers, answer => Assert.NotNull(answer.Batch));
    }

    private static SiloServices Silo(LocalProvider provider)
    {
        var silo = new SiloServices(new()
        {
            ["Providers:openai:BaseUrl"] = provider.Address.ToString(),
            ["Providers:openai:Accounts:0:ApiKey"] = AdapterProbe.Key,
        });
        // The silo's own handler; only the local provider's certificate is trusted beyond what it trusts.
        var handler = silo.Get<IHttpMessageHandlerFactory>().CreateHandler(ProviderHttp.ClientName);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        Assert.IsType<SocketsHttpHandler>(handler).SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost",
        };
        return silo;
    }

    private static Task<ProviderAnswer> AskAsync(SiloServices silo)
    {
        var openai = silo.Get<ProviderCatalog>().Find("openai")!;
        return openai.RetrieveAsync(silo.Get<AccountBook>().AccountsOf("default", openai)[0], "batch_1", Cancel);
    }
}

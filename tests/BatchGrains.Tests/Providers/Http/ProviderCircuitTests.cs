using BatchGrains.Grains.Providers.Http;
using BatchGrains.Tests.Grains;
using Microsoft.AspNetCore.Http;
using static BatchGrains.Tests.Providers.Http.ProviderCalls;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>When the adapters' HTTP client leaves a provider alone, and when it tries again.</summary>
public sealed class ProviderCircuitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("60", 30)]
    [InlineData("10", 10)]
    [InlineData("5", 5)]
    public async Task A_provider_that_only_fails_is_left_alone_and_tried_again_after_half_a_minute_or_the_longest_refresh(string max, double seconds)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices(new() { ["Refresh:MaxSeconds"] = max });
        provider.Answer = Status(503);
        for (var call = 0; call < 10; call++)
        {
            Assert.NotNull((await SendAsync(silo, provider)).Error);
        }

        var open = await SendAsync(silo, provider);
        Assert.Equal(BatchFaultCode.ProviderUnavailable, open.Fault!.Code);
        Assert.InRange(open.Fault.RetryAfter!.Value.TotalSeconds, 0.001, seconds);
        silo.Time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        Assert.Equal(BatchFaultCode.ProviderUnavailable, (await SendAsync(silo, provider)).Fault!.Code);
        Assert.Equal(10, provider.Calls);

        provider.Answer = context => context.Response.WriteAsync("{}", Cancel);
        silo.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.NotNull((await SendAsync(silo, provider)).Body);
        Assert.NotNull((await SendAsync(silo, provider)).Body);
    }

    [Fact]
    public async Task Each_account_has_its_own_circuit()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = Status(500);
        for (var call = 0; call < 11; call++)
        {
            await SendAsync(silo, provider.Address, "broken");
        }

        Assert.NotNull((await SendAsync(silo, provider.Address, "broken")).Fault);
        Assert.NotNull((await SendAsync(silo, provider.Address, "other")).Error);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task Answers_about_the_caller_open_no_circuit(int status)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var silo = new SiloServices();
        provider.Answer = Status(status);
        for (var call = 0; call < 30; call++)
        {
            Assert.NotNull((await SendAsync(silo, provider)).Error);
        }
    }

    [Fact]
    public async Task Time_outs_open_the_circuit_too()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:scripted:TimeoutSeconds"] = "0.5" }, handler: new StubHandler(cancel => Task.Delay(Timeout.Infinite, cancel)));
        var address = new Uri("http://nobody.invalid");
        for (var call = 0; call < 10; call++)
        {
            Assert.Equal(BatchFaultCode.ProviderTimeout, (await SendAsync(silo, address, seconds: 10)).Fault!.Code);
        }

        Assert.Equal(BatchFaultCode.ProviderUnavailable, (await SendAsync(silo, address)).Fault!.Code);
    }

    [Fact]
    public async Task Looks_that_their_caller_ended_open_no_circuit()
    {
        await using var silo = new SiloServices(handler: new StubHandler(cancel => Task.Delay(Timeout.Infinite, cancel)));
        for (var call = 0; call < 30; call++)
        {
            using var leaving = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://nobody.invalid");
            var response = silo.Get<ProviderHttp>().SendAsync(Account(silo, "main"), request, [], leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
        }
    }
}

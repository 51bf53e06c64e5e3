using System.Diagnostics.Metrics;
using BatchGrains.Grains;
using BatchGrains.Tests.Providers;
using BatchGrains.Tests.Providers.Http;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BatchGrains.Tests.Grains;

/// <summary>The numbers tell calls to a provider from looks that were refused before a call.</summary>
public sealed class LookMetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_without_budget_is_counted_as_refused_and_not_as_a_call()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "1", ["Refresh:RefreshWaitSeconds"] = "0" });
        var numbers = new Numbers(silo);
        silo.Provider.Answer = _ => ScriptedProvider.Running();

        await silo.LookAsync("b1");
        await silo.LookAsync("b2");

        Assert.Equal(["ok"], numbers.Outcomes);
        Assert.Equal(["scripted budget"], numbers.Refusals);
    }

    [Fact]
    public async Task A_look_during_a_pause_is_counted_as_refused_and_not_as_a_call()
    {
        await using var silo = new SiloServices(new() { ["Providers:scripted:RequestsPerSecond"] = "1" });
        var numbers = new Numbers(silo);
        var first = silo.LookAsync("b1");
        var call = await silo.Provider.NextCallAsync(Cancel);
        var inLine = silo.LookAsync("b2");
        call.Reply.SetResult(ScriptedProvider.Fault(BatchFaultCode.ProviderRateLimited, TimeSpan.FromSeconds(30)));
        await first;
        await silo.LookAsync("b3");
        silo.Time.Advance(TimeSpan.FromSeconds(1.1));
        await inLine;

        Assert.Equal(["provider_rate_limited"], numbers.Outcomes);
        Assert.Equal(["scripted pause", "scripted pause"], numbers.Refusals);
    }

    [Fact]
    public async Task A_look_at_an_open_circuit_is_counted_as_refused_and_not_as_a_call()
    {
        await using var silo = new SiloServices(
            new() { ["Providers:openai:Accounts:0:ApiKey"] = AdapterProbe.Key, ["Providers:openai:RequestsPerSecond"] = "1000" },
            handler: new StubHandler(() => throw new HttpRequestException(HttpRequestError.SecureConnectionError)));
        var numbers = new Numbers(silo);

        for (var look = 0; look < 12; look++)
        {
            await silo.Get<ProviderLookup>().LookAsync(BatchKey.Create("default", "openai", $"batch_{look}"), null, null, Cancel);
        }

        Assert.Equal(Enumerable.Repeat("provider_error", 10), numbers.Outcomes);
        Assert.Equal(["openai circuit", "openai circuit"], numbers.Refusals);
    }

    private sealed class Numbers(SiloServices silo)
    {
        private readonly MetricCollector<double> _calls = new(silo.Get<IMeterFactory>(), LookMetrics.MeterName, "batchgrains.provider.call.duration");
        private readonly MetricCollector<long> _refused = new(silo.Get<IMeterFactory>(), LookMetrics.MeterName, "batchgrains.looks.refused");

        public IEnumerable<string> Outcomes => _calls.GetMeasurementSnapshot().Select(call => $"{call.Tags["outcome"]}");

        public IEnumerable<string> Refusals => _refused.GetMeasurementSnapshot().Select(look => $"{look.Tags["provider"]} {look.Tags["reason"]}");
    }
}

using System.Globalization;
using System.Net;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Everything that can go wrong at every provider, through HTTP.</summary>
public sealed class EveryProviderFaultTests(FaultyService service) : IClassFixture<FaultyService>
{
    private static readonly string[] Elsewhere = ["huge", "slow", "wrongid", "delay300", "credits402"];

    public static TheoryData<string, string, int, string, int?> Faults =>
        [.. ExpectedFaults.All.Select(fault => (fault.Provider, fault.Fault, fault.Status, fault.Code, fault.RetryAfter))];

    public static TheoryData<string> Providers => [.. ExpectedFaults.Providers];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_becomes_its_error(string provider, string fault, int status, string code, int? retryAfter)
    {
        var id = service.Simulator.Id(provider, fault);

        var answer = await GetAsync(provider, fault, id);

        Assert.Equal((status, code), ((int)answer.Status, answer.ErrorCode));
        Assert.Equal(status, (int?)answer.Body["status_code"]);
        Assert.False((bool)answer.Body["is_bifrost_error"]!);
        Assert.Equal(provider, (string?)answer.Body["extra_fields"]!["provider"]);
        Assert.DoesNotContain("<", (string?)answer.Body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(status < 500 && status != 429 || code == "provider_auth_failed" ? "false" : null, answer.Header("x-should-retry"));
        AssertRetryAfter(answer, status, retryAfter);
        // One call, twice when the connection broke, and Cohere's other route for an id that the first does not know.
        Assert.InRange(service.Simulator.Calls(provider, id), 1, fault == "reset" || (provider == "cohere" && status == 404) ? 2 : 1);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_of_30_MB_still_tells_the_state(string provider)
    {
        var answer = await GetAsync(provider, "huge", service.Simulator.Id(provider, "huge"));

        Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, (string?)answer.Body["status"]));
        Assert.InRange(answer.Text.Length, 100, 10_000);
    }

    [Fact]
    public async Task A_402_of_OpenRouter_that_carries_the_batch_tells_of_it()
    {
        var answer = await GetAsync("openrouter", "credits402", service.Simulator.Id("openrouter", "credits402"));

        Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, (string?)answer.Body["status"]));
        Assert.Equal("402", (string?)answer.Body["errors"]!["data"]![0]!["code"]);
    }

    [Fact]
    public void Every_fault_that_the_simulator_knows_is_asked_for() => Assert.Equal(
        service.Catalog.SelectMany(provider => provider.Value.Faults
            .Where(fault => !Elsewhere.Contains(fault.Name))
            .Select(fault => $"{provider.Key} {fault.Name}")).Order(),
        ExpectedFaults.All.Select(fault => $"{fault.Provider} {fault.Fault}").Order());

    private Task<Answer> GetAsync(string provider, string fault, string id) =>
        service.GetBatchAsync(provider, id, ("Authorization", $"Bearer {FaultyService.KeyOf(fault)}"));

    private static void AssertRetryAfter(Answer answer, int status, int? expected)
    {
        var seconds = answer.Header("Retry-After") is { } header ? int.Parse(header, CultureInfo.InvariantCulture) : (int?)null;
        if (status == 429)
        {
            Assert.InRange(seconds ?? 0, 1, 120);
        }

        if (expected is { } given)
        {
            // Some of it may have passed.
            Assert.InRange(seconds ?? 0, Math.Max(1, given - 10), given);
        }
    }
}

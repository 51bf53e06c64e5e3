using System.Net;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Providers that don't answer.</summary>
public sealed class SlowProviderTests(SlowProviderTests.ImpatientService service) : IClassFixture<SlowProviderTests.ImpatientService>
{
    public static TheoryData<string> Providers => [.. ExpectedFaults.Providers];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_provider_that_does_not_answer_in_time_is_a_504(string provider)
    {
        var answer = await service.GetBatchAsync(provider, service.Simulator.Id(provider, "slow"));

        Assert.Equal((HttpStatusCode.GatewayTimeout, "provider_timeout"), (answer.Status, answer.ErrorCode));
    }

    public sealed class ImpatientService : Service
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings() =>
            [.. base.Settings(), .. Catalog.Keys.Select(provider => KeyValuePair.Create($"Providers:{provider}:TimeoutSeconds", "0.3"))];
    }
}

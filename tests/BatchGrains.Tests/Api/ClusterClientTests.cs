using BatchGrains.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BatchGrains.Tests.Api;

public sealed class ClusterClientTests
{
    [Fact]
    public async Task A_silo_that_fell_silent_is_no_gateway_any_more_after_seconds()
    {
        await using var app = WebApplication.CreateBuilder().AddClusterClient().Build();

        Assert.Equal(TimeSpan.FromSeconds(5), app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod);
    }
}

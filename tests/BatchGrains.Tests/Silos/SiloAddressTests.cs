using System.Net;
using BatchGrains.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BatchGrains.Tests.Silos;

public sealed class SiloAddressTests
{
    [Theory]
    [InlineData("fd00::7", "::")]
    [InlineData("10.0.0.7", "0.0.0.0")]
    [InlineData("", "0.0.0.0")]
    public async Task A_silo_listens_for_the_kind_of_address_that_it_gives_others(string advertised, string listens)
    {
        await using var app = SiloApp.Build(
        [
            "--Cluster:Mode=Redis", "--ConnectionStrings:Redis=127.0.0.1:1", $"--Cluster:AdvertisedAddress={advertised}",
            "--Cluster:SiloPort=11222", "--Cluster:GatewayPort=30222",
        ]);

        var endpoints = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;

        Assert.Equal(new IPEndPoint(IPAddress.Parse(listens), 11222), endpoints.SiloListeningEndpoint);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(listens), 30222), endpoints.GatewayListeningEndpoint);
        if (advertised.Length > 0)
        {
            Assert.Equal(IPAddress.Parse(advertised), endpoints.AdvertisedIPAddress);
        }
    }
}

using System.Net;
using BatchGrains.Tests.RealServices;

namespace BatchGrains.Tests.Silos;

/// <summary>A silo that is asked to stop gives its balancer time to notice.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_draining_silo_is_not_ready_and_still_answers()
    {
        await using var silo = ServiceProcess.StartSilo(["--Providers:sandbox:Enabled=true", "--Shutdown:DrainSeconds=300"]);
        var address = await silo.AddressAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "/health/ready"));

        await silo.TerminateAsync();
        while (await StatusAsync(address, "/health/ready") == HttpStatusCode.OK)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(address, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "/v1/batches/demo-60s?provider=sandbox"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri silo, string path)
    {
        using var response = await SiloHttp.SendAsync(silo, path);
        return response.StatusCode;
    }
}

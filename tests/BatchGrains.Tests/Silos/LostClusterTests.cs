using BatchGrains.Tests.RealServices;

namespace BatchGrains.Tests.Silos;

/// <summary>A front whose only silo goes and comes back.</summary>
public sealed class LostClusterTests
{
    private const string Lost = "No silo can be reached any more";
    private const string Found = "A silo can be reached again";

    [Fact]
    public async Task A_front_tells_once_that_its_silos_are_gone_and_once_that_one_is_back()
    {
        await using var silo = ServiceProcess.StartSilo([]);
        await silo.AddressAsync();
        await using var front = ServiceProcess.StartFront([$"--Cluster:GatewayPort={silo.GatewayPort}"]);
        var address = await front.AddressAsync();

        silo.Kill();
        await silo.ExitAsync();
        await front.HearsAsync(Lost);
        // It tries for as long as somebody asks.
        var asked = SiloHttp.SendAsync(address, "/v1/batches/b1?provider=ollama");
        await using var next = ServiceProcess.StartSilo([$"--Cluster:SiloPort={silo.SiloPort}", $"--Cluster:GatewayPort={silo.GatewayPort}"]);
        await front.HearsAsync(Found);
        using var answer = await asked;
        await front.TerminateAsync();

        Assert.Equal(0, await front.ExitAsync());
        Assert.Equal(2, front.Output.Split(Lost).Length);
        Assert.Equal(2, front.Output.Split(Found).Length);
        // Orleans' own lines, one for each try.
        Assert.DoesNotContain("GatewayManager", front.Output, StringComparison.Ordinal);
    }
}

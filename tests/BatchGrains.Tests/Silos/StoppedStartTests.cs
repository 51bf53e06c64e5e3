using System.Net;
using System.Net.Sockets;
using BatchGrains.Tests.RealServices;

namespace BatchGrains.Tests.Silos;

/// <summary>A signal may come before the start is over: a stop like any other.</summary>
public sealed class StoppedStartTests
{
    [Fact]
    public async Task A_silo_that_waits_for_Redis_can_be_stopped()
    {
        using var redis = new TcpListener(IPAddress.Loopback, 0);
        redis.Start();
        await using var silo = ServiceProcess.StartSilo(
            ["--Cluster:Mode=Redis", $"--ConnectionStrings:Redis={redis.LocalEndpoint}", "--Cluster:AdvertisedAddress=127.0.0.1"]);
        using var connection = await redis.AcceptSocketAsync(TestContext.Current.CancellationToken);

        await AssertStopsAsync(silo);
    }

    [Fact]
    public async Task A_front_that_waits_for_its_first_silo_can_be_stopped()
    {
        await using var front = ServiceProcess.StartFront(["--Cluster:GatewayPort=1"]);
        await front.HearsAsync("No silo can be reached yet");

        await AssertStopsAsync(front);
        Assert.DoesNotContain("   at ", front.Output, StringComparison.Ordinal);
    }

    private static async Task AssertStopsAsync(ServiceProcess program)
    {
        await program.TerminateAsync();

        Assert.Equal(0, await program.ExitAsync());
        Assert.Equal("", program.Errors);
        Assert.DoesNotContain("Hosting failed to start", program.Output, StringComparison.Ordinal);
    }
}

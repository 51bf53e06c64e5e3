using System.Net;
using System.Net.Sockets;
using BatchGrains.Silo;
using Orleans.TestingHost;

namespace BatchGrains.Tests.Silos;

/// <summary>Orleans shares its ports with whoever shares them too, and another silo's calls would then come here.</summary>
public sealed class PortInUseTests
{
    [Theory]
    [InlineData("Cluster:SiloPort", 0)]
    [InlineData("Cluster:GatewayPort", 1)]
    public async Task A_silo_does_not_start_at_a_port_that_another_listens_at(string named, int taken)
    {
        using var allocator = new TestClusterPortAllocator();
        var (silo, gateway) = allocator.AllocateConsecutivePortPairs(1);
        int[] ports = [silo, gateway];
        using var other = new TcpListener(IPAddress.Loopback, ports[taken]);
        // As Orleans listens.
        other.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Start();

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = SiloApp.Build(["--urls=http://127.0.0.1:0", $"--Cluster:SiloPort={silo}", $"--Cluster:GatewayPort={gateway}"]);
            await app.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{ports[taken]}", failure.Message, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BatchGrains.Silo;

/// <summary>
/// Ends the start of a silo whose ports are taken. Orleans itself would share them with another silo, and each would get some of the
/// other's calls.
/// </summary>
internal sealed class FreePorts(IOptions<EndpointOptions> endpoints) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var options = endpoints.Value;
        Try(nameof(SiloOptions.SiloPort), options.SiloListeningEndpoint ?? new IPEndPoint(options.AdvertisedIPAddress, options.SiloPort));
        Try(nameof(SiloOptions.GatewayPort), options.GatewayListeningEndpoint ?? new IPEndPoint(options.AdvertisedIPAddress, options.GatewayPort));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Bound and let go, without listening: nobody can connect meanwhile.
    private static void Try(string setting, IPEndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            socket.Bind(endpoint);
        }
        catch (SocketException failure)
        {
            throw new OrleansConfigurationException(failure.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? $"Cluster:{setting}: something listens at {endpoint} already, another silo perhaps. Stop it, or set another port."
                : $"Cluster:{setting}: this silo can't listen at {endpoint} ({failure.SocketErrorCode}).");
        }
    }
}

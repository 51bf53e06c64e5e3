using BatchGrains.Tests.RealServices;

[assembly: AssemblyFixture(typeof(Redis))]

namespace BatchGrains.Tests.RealServices;

/// <summary>A Redis server. Every test uses a service id or key of its own in it.</summary>
public sealed class Redis : IAsyncDisposable
{
    private readonly RealService _service = new(
        "Redis", "redis:7-alpine", 6379, [], "Ready to accept connections", (host, port) => $"{host}:{port}");

    public Task<string> ConnectionStringAsync() => _service.ConnectionStringAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}

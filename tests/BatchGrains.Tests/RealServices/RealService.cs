using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace BatchGrains.Tests.RealServices;

/// <summary>
/// A service that tests talk to for real: the one that <c>ConnectionStrings__{name}</c> names, else a container of its own,
/// else the test is skipped and says why. It starts when the first test asks for it.
/// </summary>
internal sealed class RealService(
    string name, string image, int port, string[] command, string readyMessage, Func<string, int, string> connectionString)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly string _variable = $"ConnectionStrings__{name}";
    private Task<(string? ConnectionString, string Absence)>? _start;
    private IContainer? _container;

    public async Task<string> ConnectionStringAsync()
    {
        Task<(string?, string)> start;
        lock (_lock)
        {
            start = _start ??= StartAsync();
        }

        var (found, absence) = await start;
        Assert.SkipWhen(found is null, absence);
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    private async Task<(string? ConnectionString, string Absence)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(_variable) is { Length: > 0 } given)
        {
            return (given, "");
        }

        try
        {
            _container = new ContainerBuilder(image)
                .WithPortBinding(port, assignRandomHostPort: true)
                .WithCommand(command)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged(readyMessage))
                .Build();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            await _container.StartAsync(patience.Token);
            return (connectionString(_container.Hostname, _container.GetMappedPublicPort(port)), "");
        }
        catch (Exception fault)
        {
            return (null, $"{_variable} is not set, and no container of {image} could be started: {fault.GetBaseException().Message.Trim()}");
        }
    }
}

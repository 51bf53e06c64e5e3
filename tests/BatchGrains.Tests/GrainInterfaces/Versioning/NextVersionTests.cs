using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.TestingHost;

namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>Today's contracts and a later version with additions, in two processes that talk with each other.</summary>
public sealed class NextVersionTests : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly TestClusterPortAllocator _ports = new();

    public NextVersionTests() => _limit.CancelAfter(TimeSpan.FromSeconds(120));

    public void Dispose()
    {
        _limit.Dispose();
        _ports.Dispose();
    }

    [Fact]
    public async Task What_a_later_version_passes_on_is_whole()
    {
        using var next = NextVersion.Start("echo");
        foreach (var (name, value) in Samples.All)
        {
            await next.Input.WriteLineAsync($"{name} {Convert.ToHexString(value.Write())}");
            await next.Input.FlushAsync(_limit.Token);
            var line = await next.Output.ReadLineAsync(_limit.Token);

            var read = value.ReadAndWrite(Convert.FromHexString(line![(name.Length + 1)..]));
            Assert.Equal(Convert.ToHexString(value.Write()), Convert.ToHexString(read));
        }
    }

    [Fact]
    public async Task What_only_a_later_version_can_say_does_no_harm()
    {
        using var next = NextVersion.Start("echo");
        await next.Input.WriteLineAsync($"New {Convert.ToHexString(Samples.All[nameof(BatchReading)].Write())}");
        await next.Input.FlushAsync(_limit.Token);
        var line = await next.Output.ReadLineAsync(_limit.Token);

        var reading = Samples.Serializer.Deserialize<BatchReading>(Convert.FromHexString(line!["New ".Length..]))!;

        Assert.Equal((BatchStatus.InProgress, "in_progress", false), (reading.Snapshot!.Status, reading.Snapshot.Status.Word, reading.Snapshot.IsFinal));
        Assert.Equal(Samples.Reading.Snapshot!.ETag, reading.Snapshot.ETag);
        Assert.Equal((Samples.Reading.Fault, Samples.Reading.NextLookAt), (reading.Fault, reading.NextLookAt));
    }

    [Fact]
    public async Task A_client_reads_a_batch_from_a_later_silo()
    {
        var (port, gateway) = _ports.AllocateConsecutivePortPairs(1);
        using var next = NextVersion.Start("silo", Text(port), Text(gateway));
        Assert.Equal("ready", await next.Output.ReadLineAsync(_limit.Token));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateway));
        using var host = builder.Build();
        await host.StartAsync(_limit.Token);

        var snapshot = await host.Services.GetRequiredService<IClusterClient>().GetBatch("openai", "batch_1").GetAsync(cancellationToken: _limit.Token);

        Assert.Equal("W/\"next\"", snapshot.ETag);
        Assert.Equal((BatchStatus.InProgress, BatchStatus.InProgress, false), (snapshot.Status, snapshot.Batch.Status, snapshot.IsFinal));
        await host.StopAsync(_limit.Token);
    }

    [Fact]
    public async Task A_later_client_reads_a_batch_from_a_silo_and_is_refused_only_what_is_new()
    {
        var (port, gateway) = _ports.AllocateConsecutivePortPairs(1);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway);
            new StagedGrains().AddTo(silo);
        });
        using var host = builder.Build();
        await host.StartAsync(_limit.Token);

        using var next = NextVersion.Start("client", Text(gateway));
        var lines = (await next.Output.ReadToEndAsync(_limit.Token)).ReplaceLineEndings("\n").TrimEnd().Split('\n');

        Assert.Equal("W/\"InProgress\" InProgress", lines[0]);
        Assert.StartsWith("refused: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[0], lines[2]);
        await host.StopAsync(_limit.Token);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

using BatchGrains.Tests.Providers.Http;
using BatchGrains.Tests.RealServices;

namespace BatchGrains.Tests.Silos;

/// <summary>How a program ends that can't start, as whoever starts it sees it.</summary>
public sealed class RefusedStartTests
{
    // Orleans' advice to a process on a machine with one processor.
    private const string NoGcAdvice = "--Logging:LogLevel:Orleans.Runtime.Silo=Error";

    [Fact]
    public async Task A_silo_says_each_mistake_once_on_standard_error_and_ends_with_1()
    {
        await using var silo = ServiceProcess.StartSilo(
            [NoGcAdvice, "--Refresh:MinSeconds=0", "--Providers:openai:RequestsPerSecond=0", "--Providers:openai:TimeoutSeconds=0"]);

        await AssertRefusedAsync(silo, "Refresh:MinSeconds", "Providers:openai:RequestsPerSecond", "Providers:openai:TimeoutSeconds");
    }

    [Fact]
    public async Task A_silo_says_what_is_wrong_before_it_is_built()
    {
        await using var silo = ServiceProcess.StartSilo([NoGcAdvice, "--Cluster:Mode=Redis", "--ConnectionStrings:Redis="]);

        await AssertRefusedAsync(silo, "ConnectionStrings:Redis");
    }

    [Fact]
    public async Task A_silo_that_can_not_trust_its_Redis_says_so_and_ends_with_1()
    {
        await using var stranger = await LocalProvider.StartAsync(isTls: true);
        await using var silo = ServiceProcess.StartSilo(
        [
            "--Cluster:Mode=Redis", $"--ConnectionStrings:Redis={stranger.Address.Authority},ssl=true,password=not-for-the-log",
            "--Cluster:AdvertisedAddress=127.0.0.1",
        ]);

        Assert.Equal(1, await silo.ExitAsync());
        var line = Assert.Single(silo.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("ConnectionStrings:Redis", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-the-log", silo.Output + line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_front_says_each_mistake_once_on_standard_error_and_ends_with_1()
    {
        await using var front = ServiceProcess.StartFront(["--Cluster:GatewayPort=70000", "--Cluster:ClusterId="]);

        await AssertRefusedAsync(front, "Cluster:ClusterId", "Cluster:GatewayPort");
    }

    [Fact]
    public async Task A_key_that_nobody_hashed_is_not_printed()
    {
        await using var front = ServiceProcess.StartFront(["--Tenants:acme:ApiKeySha256=my-plain-key"]);

        await AssertRefusedAsync(front, "Tenants:acme:ApiKeySha256");
        Assert.DoesNotContain("my-plain-key", front.Errors, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(ServiceProcess program, params string[] settings)
    {
        var status = await program.ExitAsync();

        var lines = program.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(settings.Order(), lines.Select(line => settings.Single(line.Contains)).Order());
        Assert.Equal("", program.Output);
        Assert.Equal(1, status);
    }
}

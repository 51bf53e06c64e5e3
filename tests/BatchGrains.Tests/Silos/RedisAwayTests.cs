using BatchGrains.Tests.RealServices;

namespace BatchGrains.Tests.Silos;

/// <summary>A silo that starts before Redis.</summary>
public sealed class RedisAwayTests(RealServices.Redis redis)
{
    private const string Setting = "ConnectionStrings:Redis";

    [Fact]
    public async Task A_silo_that_starts_while_Redis_is_away_says_so_and_joins_when_Redis_is_back()
    {
        await using var door = new ClosedDoor(await redis.ConnectionStringAsync());
        await using var silo = Start(door);
        await silo.HearsAsync(Setting);

        door.Open();

        using var answer = await SiloHttp.SendAsync(await silo.AddressAsync(), "/v1/batches/demo-60s?provider=sandbox");
        Assert.True(answer.IsSuccessStatusCode, silo.Output);
        Assert.Equal(2, silo.Output.Split(Setting).Length);
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_while_it_waits_for_Redis_ends_without_a_failure()
    {
        await using var door = new ClosedDoor(await redis.ConnectionStringAsync());
        await using var silo = Start(door, ",password=not-for-the-log");
        await silo.HearsAsync(Setting);

        await silo.TerminateAsync();

        Assert.Equal(0, await silo.ExitAsync());
        Assert.DoesNotContain("not-for-the-log", silo.Output + silo.Errors, StringComparison.Ordinal);
    }

    private static ServiceProcess Start(ClosedDoor door, string options = "")
    {
        var id = $"test{Guid.NewGuid():N}";
        return ServiceProcess.StartSilo(
        [
            "--Cluster:Mode=Redis", $"--ConnectionStrings:Redis={door.Address}{options}", $"--Cluster:ClusterId={id}", $"--Cluster:ServiceId={id}",
            "--Cluster:AdvertisedAddress=127.0.0.1", "--Providers:sandbox:Enabled=true",
        ]);
    }
}

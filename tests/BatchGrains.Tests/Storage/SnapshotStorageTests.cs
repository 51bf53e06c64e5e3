using System.Text.Json;
using BatchGrains.Tests.RealServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.TestingHost;

namespace BatchGrains.Tests.Storage;

public sealed class SnapshotStorageTests(Azurite azurite, Redis redis)
{
    [Fact]
    public async Task Without_any_setting_snapshots_are_kept_in_memory()
    {
        await using var cluster = await DeployAsync(new(), "memory");
        var grain = cluster.Client.GetGrain<INoteGrain>("n");
        await grain.WriteAsync(new Note { Text = "kept" });
        await cluster.DeactivateAsync(grain);
        Assert.Equal("kept", (await grain.ReadAsync()).Text);
    }

    [Fact]
    public async Task In_AzureBlob_mode_snapshots_outlive_the_cluster() => await AssertOutlivesTheClusterAsync(new()
    {
        ["Storage:Mode"] = "AzureBlob",
        ["ConnectionStrings:AzureStorage"] = await azurite.ConnectionStringAsync(),
        ["Storage:ContainerName"] = $"c-{Guid.NewGuid():N}",
    });

    [Fact]
    public async Task In_Redis_mode_snapshots_outlive_the_cluster() => await AssertOutlivesTheClusterAsync(new()
    {
        ["Storage:Mode"] = "Redis",
        ["ConnectionStrings:Redis"] = await redis.ConnectionStringAsync(),
    });

    [Fact]
    public async Task A_grain_starts_while_Redis_is_away()
    {
        await using var cluster = await DeployAsync(new()
        {
            ["Storage:Mode"] = "Redis",
            ["ConnectionStrings:Redis"] = "127.0.0.1:1,connectTimeout=500,syncTimeout=500,asyncTimeout=500",
        }, "away");
        Assert.Equal(new Note(), await cluster.Client.GetGrain<INoteGrain>("n").ReadAsync());
    }

    [Theory]
    [InlineData("Disk", null, null, "Storage:Mode is 'Disk'; it must be Memory, AzureBlob or Redis.")]
    [InlineData("AzureBlob", null, null, "ConnectionStrings:AzureStorage")]
    [InlineData("Redis", null, null, "ConnectionStrings:Redis")]
    [InlineData("azureblob", "AzureStorage", "AccountName=a;AccountKey=confidential!", "ConnectionStrings:AzureStorage")]
    [InlineData("AZUREBLOB", "AzureStorage", "confidential", "ConnectionStrings:AzureStorage")]
    [InlineData("redis", "Redis", "localhost,confidential=1", "ConnectionStrings:Redis")]
    public void A_setting_that_cannot_work_is_named_at_start_without_its_secrets(string mode, string? name, string? value, string expected)
    {
        var settings = new Dictionary<string, string?> { ["Storage:Mode"] = mode };
        if (name is not null)
        {
            settings[$"ConnectionStrings:{name}"] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var refusal = Assert.Throws<OrleansConfigurationException>(
            () => Host.CreateApplicationBuilder().UseOrleans(silo => Silo.SnapshotStorage.Add(silo, configuration)));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("confidential", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net")]
    [InlineData("https://account.blob.core.windows.net/?sv=2024&sig=x")]
    public void The_address_of_a_blob_service_is_a_connection_string_too(string address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Mode"] = "AzureBlob",
            ["ConnectionStrings:AzureStorage"] = address,
        }).Build();
        Host.CreateApplicationBuilder().UseOrleans(silo => Silo.SnapshotStorage.Add(silo, configuration));
    }

    private static async Task AssertOutlivesTheClusterAsync(Dictionary<string, string?> settings)
    {
        var service = $"s{Guid.NewGuid():N}";
        const string Key = "default/vertex/projects/1/locations/eu/batchPredictionJobs/2";
        await using (var cluster = await DeployAsync(settings, service))
        {
            await cluster.Client.GetGrain<INoteGrain>(Key).WriteAsync(new Note { Text = "kept", Number = 1 });
        }

        await using (var cluster = await DeployAsync(settings, service))
        {
            Assert.Equal(new Note { Text = "kept", Number = 1 }, await cluster.Client.GetGrain<INoteGrain>(Key).ReadAsync());
            await cluster.Client.GetGrain<INoteGrain>(Key).WriteAsync(new Note { Text = "rewritten" });
        }
    }

    private static Task<InProcessTestCluster> DeployAsync(Dictionary<string, string?> settings, string serviceId) =>
        StorageCluster.DeployAsync(
            silo => Silo.SnapshotStorage.Add(silo, silo.Configuration, JsonSerializerOptions.Default), settings, serviceId);
}

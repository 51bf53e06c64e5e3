using System.Text.Json;
using Azure.Storage.Blobs;
using BatchGrains.Tests.RealServices;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Storage;
using StackExchange.Redis;

namespace BatchGrains.Tests.Storage;

/// <summary>The control: if the suite asks for more than Orleans' own storage does, this says so.</summary>
public sealed class MemoryStorageContract(StorageCluster cluster) : StorageContract(cluster), IClassFixture<StorageCluster>
{
    protected override bool RefusesAnUnknownETag => false;

    protected override Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync() =>
        Task.FromResult<(Action<ISiloBuilder>, string)>((silo => silo.AddMemoryGrainStorage("memory"), "memory"));
}

public sealed class AzureBlobStorageContract(StorageCluster cluster, Azurite azurite)
    : StorageContract(cluster), IClassFixture<StorageCluster>
{
    protected override async Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync()
    {
        var client = new BlobServiceClient(await azurite.ConnectionStringAsync(), BoundedBlobClientOptions.Create());
        return (
            silo => silo.AddAzureBlobGrainStorage("blobs", (AzureBlobStorageOptions options) => options.BlobServiceClient = client),
            "blobs");
    }
}

public sealed class AzureBlobTombstoneStorageContract(StorageCluster cluster, Azurite azurite)
    : StorageContract(cluster), IClassFixture<StorageCluster>
{
    protected override bool ClearDeletes => false;

    protected override async Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        return (silo => silo.AddAzureBlobGrainStorageAsDefault((AzureBlobStorageOptions options) =>
        {
            options.ConfigureBlobServiceClient(connectionString);
            options.DeleteStateOnClear = false;
        }), "Default");
    }
}

/// <summary>As a silo has it: a tolerant serializer below, tolerance of outages above.</summary>
public sealed class SnapshotStorageContract(StorageCluster cluster, Azurite azurite)
    : StorageContract(cluster), IClassFixture<StorageCluster>
{
    protected override async Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Mode"] = "AzureBlob",
            ["ConnectionStrings:AzureStorage"] = await azurite.ConnectionStringAsync(),
        }).Build();
        return (silo => Silo.SnapshotStorage.Add(silo, configuration, JsonSerializerOptions.Default), Silo.SnapshotStorage.Name);
    }
}

public sealed class RedisStorageContract(StorageCluster cluster, Redis redis) : StorageContract(cluster), IClassFixture<StorageCluster>
{
    protected override async Task<(Action<ISiloBuilder> Configure, string Name)> DescribeAsync()
    {
        var connection = ConfigurationOptions.Parse(await redis.ConnectionStringAsync());
        return (silo => silo.AddRedisGrainStorage("redis", (RedisStorageOptions options) =>
        {
            options.ConfigurationOptions = connection;
            options.DeleteStateOnClear = true;
        }), "redis");
    }
}

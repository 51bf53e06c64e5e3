using System.Diagnostics.Metrics;
using System.Text.Json;
using Azure.Storage.Blobs;
using BatchGrains.Grains;
using BatchGrains.Grains.Storage;
using BatchGrains.Tests.RealServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

public sealed class DamageTolerantSerializerTests(Azurite azurite)
{
    private readonly ObservedStorageHealth _observed = new();
    private readonly FakeLogger<DamageTolerantSerializer> _log = new();

    [Fact]
    public void A_sound_record_is_read_as_it_was_written()
    {
        var serializer = Create();
        var note = new Note { Text = "Дмитрий 🎉", Number = int.MinValue };
        Assert.Equal(note, serializer.Deserialize<Note>(serializer.Serialize(note)));
        Assert.Equal(0, _observed.Damaged);
        Assert.Equal(0, _log.Collector.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"confidential\"")]
    [InlineData("{\"Text\":\"confidential\",\"Number\":\"confidential\"}")]
    [InlineData("{\"Text\":\"confidential\"} confidential")]
    [InlineData("<html>confidential</html>")]
    [InlineData("\u0000\u0001\uffff")]
    public void A_damaged_record_is_a_fresh_state_that_is_counted_and_logged_without_its_content(string stored)
    {
        Assert.Equal(new Note(), Create().Deserialize<Note>(BinaryData.FromString(stored)));
        Assert.Equal(1, _observed.Damaged);
        var record = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Error, record.Level);
        Assert.Null(record.Exception);
        Assert.DoesNotContain("confidential", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_damage_too()
    {
        Assert.Equal(new Note(), Create().Deserialize<Note>(BinaryData.FromBytes(new byte[] { 0x7b, 0x22, 0xff, 0xfe, 0x22 })));
        Assert.Equal(1, _observed.Damaged);
    }

    [Theory]
    [InlineData("""{"snapshot":{"version":"one"}}""")]
    [InlineData("""{"snapshot":7}""")]
    public void A_batch_whose_record_another_version_wrote_differently_starts_afresh(string stored)
    {
        var serializer = Create(BatchStateJson.Default.Options);
        Assert.Equal(new BatchState(), serializer.Deserialize<BatchState>(BinaryData.FromString(stored)));
        Assert.Equal(1, _observed.Damaged);
    }

    [Fact]
    public void A_batchs_record_is_readable_JSON()
    {
        var serializer = Create(BatchStateJson.Default.Options);
        var state = new BatchState { Account = "second" };
        Assert.Equal("""{"account":"second"}""", serializer.Serialize(state).ToString());
        Assert.Equal(state, serializer.Deserialize<BatchState>(serializer.Serialize(state)));
    }

    [Fact]
    public void A_state_that_cannot_be_written_is_the_programs_own_fault_and_throws() =>
        Assert.ThrowsAny<Exception>(() => Create().Serialize(new MemoryStream()));

    [Fact]
    public async Task A_damaged_blob_keeps_its_ETag_and_is_replaced_by_the_next_write()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        var container = $"c-{Guid.NewGuid():N}";
        await using var cluster = await StorageCluster.DeployAsync(silo => Silo.SnapshotStorage.Add(silo, new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Mode"] = "azureblob",
                ["Storage:ContainerName"] = container,
                ["ConnectionStrings:AzureStorage"] = connectionString,
            }).Build(), JsonSerializerOptions.Default));
        var services = cluster.Silos[0].ServiceProvider;
        var storage = services.GetRequiredKeyedService<IGrainStorage>(Silo.SnapshotStorage.Name);
        var id = GrainId.Create("batch", "default/openai/batch_1");
        var blob = new BlobContainerClient(connectionString, container).GetBlobClient(BlobName.For("s", id));
        await blob.UploadAsync(BinaryData.FromString("{\"Text\":"), TestContext.Current.CancellationToken);

        var observed = new ObservedStorageHealth(services.GetRequiredService<IMeterFactory>());
        var state = new GrainState<Note>(new Note { Text = "old" });
        await storage.ReadStateAsync("s", id, state);
        Assert.Equal(new Note(), state.State);
        Assert.NotNull(state.ETag);
        Assert.Equal(1, observed.Damaged);
        Assert.False(services.GetRequiredService<StorageHealth>().IsFailing);

        state.State = new Note { Text = "new" };
        await storage.WriteStateAsync("s", id, state);
        await storage.ReadStateAsync("s", id, state);
        Assert.Equal("new", state.State!.Text);
    }

    private DamageTolerantSerializer Create(JsonSerializerOptions? json = null) => new(
        new JsonStateSerializer(json ?? JsonSerializerOptions.Default),
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<IActivatorProvider>(),
        _observed.Health,
        _log);
}

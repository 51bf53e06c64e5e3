using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using BatchGrains.Tests.RealServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace BatchGrains.Tests.Storage;

/// <summary>What only blobs can do, on a real emulator.</summary>
public sealed class AzureBlobGrainStorageTests(Azurite azurite)
{
    private readonly string _container = $"c-{Guid.NewGuid():N}";
    private readonly GrainId _id = GrainId.Create("t", "default/openai/batch_1");

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vanished_container_reads_as_no_record_and_is_made_again_by_the_next_write()
    {
        var (storage, container) = await StartAsync();
        var state = new GrainState<Note>(new Note { Text = "one" });
        await storage.WriteStateAsync("s", _id, state);
        await container.DeleteAsync(cancellationToken: Ended);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", _id, state));
        await container.DeleteAsync(cancellationToken: Ended);
        await storage.ReadStateAsync("s", _id, state);
        Assert.Equal((new Note(), null, false), (state.State, state.ETag, state.RecordExists));

        state.State = new Note { Text = "two" };
        await storage.WriteStateAsync("s", _id, state);
        await storage.ReadStateAsync("s", _id, state);
        Assert.Equal(("two", true), (state.State!.Text, state.RecordExists));
    }

    [Fact]
    public async Task A_vanished_container_has_nothing_to_clear()
    {
        var (storage, container) = await StartAsync();
        await container.DeleteAsync(cancellationToken: Ended);
        var state = new GrainState<Note>(new Note());
        await storage.ClearStateAsync("s", _id, state);
        Assert.False(state.RecordExists);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"Number\":\"seven\"}")]
    public async Task A_damaged_blob_fails_the_read_and_leaves_the_state_as_it_was(string damage)
    {
        var (storage, container) = await StartAsync();
        await container.GetBlobClient(BlobName.For("s", _id)).UploadAsync(BinaryData.FromString(damage), Ended);
        var state = new GrainState<Note>(new Note { Text = "kept" }, "kept") { RecordExists = true };
        await Assert.ThrowsAnyAsync<Exception>(() => storage.ReadStateAsync("s", _id, state));
        Assert.Equal(("kept", "kept", true), (state.State!.Text, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task An_empty_blob_is_a_cleared_record_whose_ETag_is_kept()
    {
        var (storage, container) = await StartAsync();
        BlobContentInfo stored = await container.GetBlobClient(BlobName.For("s", _id)).UploadAsync(BinaryData.FromString(""), Ended);
        var state = new GrainState<Note>(new Note { Text = "old" });
        await storage.ReadStateAsync("s", _id, state);
        Assert.Equal((new Note(), stored.ETag.ToString(), false), (state.State, state.ETag, state.RecordExists));
        await storage.WriteStateAsync("s", _id, state);
        Assert.True(state.RecordExists);
    }

    [Fact]
    public async Task A_record_outlives_the_storage_that_wrote_it()
    {
        var (storage, _) = await StartAsync();
        var written = new GrainState<Note>(new Note { Text = "kept", Number = 3 });
        await storage.WriteStateAsync("s", _id, written);

        var (next, _) = await StartAsync();
        var read = new GrainState<Note>(new Note());
        await next.ReadStateAsync("s", _id, read);
        Assert.Equal((written.State, written.ETag), (read.State, read.ETag));
    }

    [Fact]
    public async Task A_cut_connection_fails_operations_and_its_return_mends_them()
    {
        var wire = new Wire();
        var (storage, _) = await StartAsync(new HttpClientTransport(wire));
        var state = new GrainState<Note>(new Note { Text = "one" });
        await storage.WriteStateAsync("s", _id, state);

        wire.IsCut = true;
        state.State = new Note { Text = "two" };
        Func<string, GrainId, IGrainState<Note>, Task>[] operations =
            [storage.ReadStateAsync, storage.WriteStateAsync, storage.ClearStateAsync];
        foreach (var operation in operations)
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => operation("s", _id, state));
            Assert.IsNotType<InconsistentStateException>(fault);
        }

        wire.IsCut = false;
        await storage.WriteStateAsync("s", _id, state);
        await storage.ReadStateAsync("s", _id, state);
        Assert.Equal("two", state.State!.Text);
    }

    [Fact]
    public async Task Named_instances_do_not_share_anything()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        await using var cluster = await StorageCluster.DeployAsync(silo =>
        {
            silo.AddAzureBlobGrainStorage("one", (AzureBlobStorageOptions options) => Use(options, "one"));
            silo.AddAzureBlobGrainStorage(
                "two", (OptionsBuilder<AzureBlobStorageOptions> options) => options.Configure(o => Use(o, "two")));
            silo.AddAzureBlobGrainStorageAsDefault((AzureBlobStorageOptions options) => Use(options, "default"));
        });
        var services = cluster.Silos[0].ServiceProvider;
        var written = new GrainState<Note>(new Note { Text = "in one" });
        await services.GetRequiredKeyedService<IGrainStorage>("one").WriteStateAsync("s", _id, written);
        IGrainStorage[] others = [services.GetRequiredKeyedService<IGrainStorage>("two"), services.GetRequiredService<IGrainStorage>()];
        foreach (var other in others)
        {
            var read = new GrainState<Note>(new Note());
            await other.ReadStateAsync("s", _id, read);
            Assert.False(read.RecordExists);
        }

        void Use(AzureBlobStorageOptions options, string suffix)
        {
            options.ContainerName = $"{_container[..20]}-{suffix}";
            options.ConfigureBlobServiceClient(connectionString);
        }
    }

    [Fact]
    public async Task It_can_be_configured_without_code_as_the_official_package()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        await using var cluster = await StorageCluster.DeployAsync(settings: new()
        {
            ["Orleans:GrainStorage:declared:ProviderType"] = "AzureBlobStorage",
            ["Orleans:GrainStorage:declared:ContainerName"] = _container,
            ["Orleans:GrainStorage:declared:ConnectionName"] = "Blobs",
            ["ConnectionStrings:Blobs"] = connectionString,
        });
        var storage = cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("declared");
        await storage.WriteStateAsync("s", _id, new GrainState<Note>(new Note { Text = "declared" }));
        var blob = new BlobContainerClient(connectionString, _container).GetBlobClient("s-t/default/openai/batch_1.json");
        Assert.Contains("declared", (await blob.DownloadContentAsync(Ended)).Value.Content.ToString(), StringComparison.Ordinal);
    }

    private async Task<(AzureBlobGrainStorage Storage, BlobContainerClient Container)> StartAsync(HttpPipelineTransport? transport = null)
    {
        var connectionString = await azurite.ConnectionStringAsync();
        var options = BoundedBlobClientOptions.Create();
        options.Transport = transport ?? options.Transport;
        var client = new BlobServiceClient(connectionString, options);
        var storage = await BlobEndpoint.StartAsync(client, NullLogger<AzureBlobGrainStorage>.Instance, Ended, _container);
        return (storage, new BlobContainerClient(connectionString, _container));
    }
}

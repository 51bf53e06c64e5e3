using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orleans.Configuration;
using Orleans.Serialization.Serializers;

namespace Orleans.Storage;

/// <summary>Keeps each grain state in one block blob, guarded by its ETag.</summary>
internal sealed partial class AzureBlobGrainStorage(
    string name,
    AzureBlobStorageOptions options,
    IActivatorProvider activators,
    TimeProvider time,
    ILogger<AzureBlobGrainStorage> logger) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer;
    private BlobContainerClient? _container;

    private BlobContainerClient Container =>
        _container ?? throw new InvalidOperationException($"Azure Blob grain storage '{name}' is used before stage {options.InitStage}.");

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(OptionFormattingUtilities.Name<AzureBlobGrainStorage>(name), options.InitStage, InitializeAsync);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var blob = Container.GetBlobClient(BlobName.For(stateName, grainId));
        try
        {
            LogReading(name, blob.Name, grainState.ETag);
            var found = await DownloadAsync(blob, cancellationToken);
            if (found is null || found.Content.ToMemory().IsEmpty)
            {
                Set(grainState, Fresh<T>(), found?.Details.ETag.ToString(), recordExists: false);
            }
            else
            {
                // The state is made before any member is set: a record that cannot be read leaves grainState as it was.
                Set(grainState, _serializer.Deserialize<T>(found.Content) ?? Fresh<T>(), found.Details.ETag.ToString(), recordExists: true);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(fault, name, "read", blob.Name, grainState.ETag);
            throw;
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        GuardAsync("write", stateName, grainId, grainState, async blob =>
        {
            var content = _serializer.Serialize(grainState.State);
            string etag;
            try
            {
                etag = await UploadAsync(blob, content, grainState.ETag, cancellationToken);
            }
            catch (RequestFailedException fault) when (BlobFault.IsContainerMissing(fault))
            {
                LogContainerMissing(name, blob.BlobContainerName);
                await Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                etag = await UploadAsync(blob, content, grainState.ETag, cancellationToken);
            }

            grainState.ETag = etag;
            grainState.RecordExists = true;
        }, cancellationToken);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        GuardAsync("clear", stateName, grainId, grainState, async blob =>
        {
            string? etag = null;
            if (string.IsNullOrEmpty(grainState.ETag))
            {
                // Not a delete with If-None-Match: * – Azurite deletes the record nevertheless.
                if (await blob.ExistsAsync(cancellationToken))
                {
                    throw Conflict("clear", blob.Name, grainState.ETag, null);
                }
            }
            else if (options.DeleteStateOnClear)
            {
                // Not DeleteIfExists: a record that is gone is a conflict, too.
                await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, IfUnchanged(grainState.ETag), cancellationToken);
            }
            else
            {
                etag = await UploadAsync(blob, BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty), grainState.ETag, cancellationToken);
            }

            Set(grainState, Fresh<T>(), etag, recordExists: false);
        }, cancellationToken);

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        LogInitializing(name, options.ContainerName, options.InitStage);
        try
        {
            var client = await options.CreateClient!();
            var container = client.GetBlobContainerClient(options.ContainerName);
            await WaitForContainerAsync(container, cancellationToken);
            _container = container;
            LogInitialized(name, options.InitStage, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception fault)
        {
            LogNotInitialized(fault, name, options.InitStage, time.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }

    // A silo often starts together with its storage. It waits, and says so, until its start is called off; a refusal ends it.
    private async Task WaitForContainerAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                return;
            }
            catch (Exception fault) when (BlobFault.MayPass(fault) && !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(fault, name, options.ContainerName, delay.TotalMilliseconds);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task GuardAsync<T>(
        string operation,
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        Func<BlobClient, Task> act,
        CancellationToken cancellationToken)
    {
        var blob = Container.GetBlobClient(BlobName.For(stateName, grainId));
        try
        {
            LogChanging(name, operation, blob.Name, grainState.ETag);
            await act(blob);
        }
        catch (RequestFailedException fault) when (BlobFault.IsConflict(fault))
        {
            LogConflict(name, operation, blob.Name, grainState.ETag, fault.Status, fault.ErrorCode);
            throw Conflict(operation, blob.Name, grainState.ETag, fault);
        }
        catch (InconsistentStateException)
        {
            LogConflict(name, operation, blob.Name, grainState.ETag, 0, null);
            throw;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(fault, name, operation, blob.Name, grainState.ETag);
            throw;
        }
    }

    private static async Task<BlobDownloadResult?> DownloadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.DownloadContentAsync(cancellationToken);
        }
        catch (RequestFailedException fault) when (BlobFault.IsMissing(fault))
        {
            return null;
        }
    }

    private static async Task<string> UploadAsync(BlobClient blob, BinaryData content, string? etag, CancellationToken cancellationToken)
    {
        var upload = new BlobUploadOptions
        {
            Conditions = IfUnchanged(etag),
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
        };
        BlobContentInfo stored = await blob.UploadAsync(content, upload, cancellationToken);
        return stored.ETag.ToString();
    }

    private static BlobRequestConditions IfUnchanged(string? etag) =>
        string.IsNullOrEmpty(etag) ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = new ETag(etag) };

    private T Fresh<T>() => activators.GetActivator<T>().Create();

    private static void Set<T>(IGrainState<T> grainState, T state, string? etag, bool recordExists)
    {
        grainState.State = state;
        grainState.ETag = etag;
        grainState.RecordExists = recordExists;
    }

    private InconsistentStateException Conflict(string operation, string blobName, string? etag, Exception? fault) => new(
        $"Azure Blob grain storage '{name}' did not {operation} {blobName} in {options.ContainerName}: "
        + (string.IsNullOrEmpty(etag) ? "a record exists that was not read." : $"its ETag is no longer {etag}."),
        "unknown", etag, fault);
}

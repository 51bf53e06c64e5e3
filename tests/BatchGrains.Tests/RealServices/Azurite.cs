using BatchGrains.Tests.RealServices;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace BatchGrains.Tests.RealServices;

/// <summary>Azure Storage's emulator. Every test uses names of its own in it.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // The emulator's published account, the same everywhere; not a secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly RealService _service = new(
        "AzureStorage",
        "mcr.microsoft.com/azure-storage/azurite:3.37.0",
        10000,
        ["azurite-blob", "--blobHost", "0.0.0.0", "--skipApiVersionCheck", "--inMemoryPersistence", "--silent"],
        "successfully listen",
        (host, port) =>
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://{host}:{port}/{Account};");

    public Task<string> ConnectionStringAsync() => _service.ConnectionStringAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}

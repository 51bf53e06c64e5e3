namespace Orleans.Storage;

internal sealed partial class AzureBlobGrainStorage
{
    [LoggerMessage(7101, LogLevel.Debug, "Azure Blob grain storage {Provider} starts in stage {Stage} on container {Container}")]
    private partial void LogInitializing(string provider, string container, int stage);

    [LoggerMessage(7102, LogLevel.Information, "Azure Blob grain storage {Provider} is ready in stage {Stage} after {ElapsedMs:0} ms")]
    private partial void LogInitialized(string provider, int stage, double elapsedMs);

    [LoggerMessage(7103, LogLevel.Error, "Azure Blob grain storage {Provider} could not start in stage {Stage} within {ElapsedMs:0} ms")]
    private partial void LogNotInitialized(Exception fault, string provider, int stage, double elapsedMs);

    [LoggerMessage(7104, LogLevel.Warning,
        "Azure Blob grain storage {Provider} waits for container {Container}; it tries again in {DelayMs:0} ms")]
    private partial void LogWaiting(Exception fault, string provider, string container, double delayMs);

    [LoggerMessage(7105, LogLevel.Trace, "Azure Blob grain storage {Provider}: read {Blob} with ETag {ETag}")]
    private partial void LogReading(string provider, string blob, string? eTag);

    [LoggerMessage(7106, LogLevel.Trace, "Azure Blob grain storage {Provider}: {Operation} {Blob} with ETag {ETag}")]
    private partial void LogChanging(string provider, string operation, string blob, string? eTag);

    [LoggerMessage(7107, LogLevel.Warning, "Azure Blob grain storage {Provider}: container {Container} is gone and is made again")]
    private partial void LogContainerMissing(string provider, string container);

    [LoggerMessage(7108, LogLevel.Warning,
        "Azure Blob grain storage {Provider}: {Operation} {Blob} with ETag {ETag} met another version ({Status} {ErrorCode})")]
    private partial void LogConflict(string provider, string operation, string blob, string? eTag, int status, string? errorCode);

    [LoggerMessage(7109, LogLevel.Error, "Azure Blob grain storage {Provider} failed to {Operation} {Blob} with ETag {ETag}")]
    private partial void LogFailed(Exception fault, string provider, string operation, string blob, string? eTag);
}

using Azure;
using Azure.Storage.Blobs.Models;

namespace Orleans.Storage;

/// <summary>What a failed request says. Only the service's own error codes count: a proxy's bare 404 is an outage, not an answer.</summary>
internal static class BlobFault
{
    public static bool IsContainerMissing(RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.ContainerNotFound;

    public static bool IsMissing(RequestFailedException fault) =>
        IsContainerMissing(fault) || fault.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>
    /// Whether a conditional operation found another ETag. Azure and Azurite differ: a create that meets a record is 409 or 412, an
    /// overwrite or delete of a missing one 404 or 412.
    /// </summary>
    public static bool IsConflict(RequestFailedException fault) =>
        fault.Status == 412 || (fault.Status == 409 && !IsContainerBeingDeleted(fault)) || IsMissing(fault);

    /// <summary>Whether the same request may succeed later without anybody changing a setting.</summary>
    public static bool MayPass(Exception fault) => fault switch
    {
        RequestFailedException request => request.Status is 0 or 408 or 429 or >= 500 || IsContainerBeingDeleted(request),
        AggregateException several => several.InnerExceptions.All(MayPass),
        // The SDK's own time-out is a cancellation.
        OperationCanceledException or IOException or TimeoutException => true,
        _ => false,
    };

    // Azure takes half a minute or more to delete a container.
    private static bool IsContainerBeingDeleted(RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.ContainerBeingDeleted;
}

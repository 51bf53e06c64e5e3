using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Orleans.Storage;

/// <summary>
/// Three tries of at most eight seconds, together less than Orleans' 30-second response time-out; and a conditional write is
/// tried again only when the service says that it did nothing. A write whose answer was lost may have been done: sending it
/// again would meet its own ETag and look like a conflict with somebody else.
/// </summary>
internal static class BoundedBlobClientOptions
{
    private const int Retries = 2;
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    public static BlobClientOptions Create()
    {
        var options = new BlobClientOptions { RetryPolicy = new UnambiguousRetryPolicy() };
        options.Retry.NetworkTimeout = NetworkTimeout;
        return options;
    }

    private sealed class UnambiguousRetryPolicy()
        : RetryPolicy(Retries, DelayStrategy.CreateExponentialDelayStrategy(FirstDelay, LongestDelay))
    {
        protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
            MayBeSentAgain(message, exception) && base.ShouldRetry(message, exception);

        protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
            MayBeSentAgain(message, exception) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

        private static bool MayBeSentAgain(HttpMessage message, Exception? exception) =>
            !IsConditionalWrite(message.Request) || (exception is null && message.HasResponse && message.Response.Status is 429 or 503);

        private static bool IsConditionalWrite(Azure.Core.Request request) =>
            request.Method != RequestMethod.Get && request.Method != RequestMethod.Head
            && (request.Headers.Contains("If-Match") || request.Headers.Contains("If-None-Match"));
    }
}

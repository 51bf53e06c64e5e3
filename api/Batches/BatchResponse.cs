using System.Buffers;

namespace BatchGrains.Api.Batches;

/// <summary>A batch as an HTTP answer: 200, or 304 when the caller knows it already.</summary>
internal sealed class BatchResponse(BatchHeaders batchHeaders, ExtraFields extraFields, TimeProvider clock)
{
    // Kestrel sends what is written when the answer ends, in one go; only what is large is handed over before.
    private const int LargeBody = 64 * 1024;

    public Task WriteAsync(HttpContext context, BatchRequest request, BatchReading reading, BatchSnapshot snapshot)
    {
        var response = context.Response;
        var headers = response.Headers;
        batchHeaders.Write(headers, reading, snapshot, clock.GetUtcNow());
        if (request.Conditions.Know(snapshot))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var beginning = snapshot.Json.Span[..^1];
        var end = extraFields.For(reading, snapshot, request.Key.Provider, request.WantsRaw);
        headers.ContentType = "application/json";
        headers.ContentLength = beginning.Length + end.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var body = response.BodyWriter;
        body.Write(beginning);
        body.Write(end.Span);
        return beginning.Length < LargeBody ? Task.CompletedTask : body.FlushAsync().AsTask();
    }
}

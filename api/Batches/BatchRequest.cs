namespace BatchGrains.Api.Batches;

/// <summary>What one request asks of an admitted batch.</summary>
internal sealed class BatchRequest(HttpContext context, BatchTarget target, BatchKey key)
{
    public BatchKey Key { get; } = key;

    public bool WantsRaw { get; } = target.WantsRaw;

    public bool WantsStream { get; } = HttpMethods.IsGet(context.Request.Method) && EventStreamPreference.IsIn(context.Request.Headers.Accept);

    public BatchReadOptions Freshness { get; } = Batches.Freshness.Read(context.Request.Headers);

    public BatchConditions Conditions { get; } = new(context.Request.Headers);

    /// <summary>How long to wait for a change; the header wins over the query.</summary>
    public TimeSpan? Wait { get; } = WaitPreference.Read(context.Request.Headers["Prefer"]) ?? target.Wait;
}

namespace BatchGrains.Grains;

/// <summary>The faults that are no provider's.</summary>
internal static class OwnFaults
{
    public static BatchReading NotCached { get; } = new()
    {
        Fault = new BatchFault { Code = BatchFaultCode.NotCached, Message = "Nothing is stored of this batch, and the provider was not to be asked." },
    };

    public static BatchFault FailedLook { get; } = new()
    {
        Code = BatchFaultCode.Internal,
        Message = "The look at the provider failed here; see the service's log.",
    };
}

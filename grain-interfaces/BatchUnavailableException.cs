namespace BatchGrains;

/// <summary>Nothing is known of a batch. <see cref="BatchHandle.GetAsync"/> and <see cref="BatchHandle.ChangesAsync"/> throw it. It may leave a grain, for it travels as it is.</summary>
[GenerateSerializer]
[Alias("BatchGrains.BatchUnavailableException")]
public sealed class BatchUnavailableException : Exception
{
    /// <summary>Makes the exception of a fault.</summary>
    public BatchUnavailableException(BatchFault fault, Exception? innerException = null)
        : base(fault?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Fault = fault;
    }

    /// <summary>Why nothing is known, and when to ask again.</summary>
    [Id(0)]
    public BatchFault Fault { get; }
}

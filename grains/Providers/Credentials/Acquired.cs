namespace BatchGrains.Grains.Providers.Credentials;

/// <summary>A credential, or the fault that kept it from being had. Never printed: the default text of a record would show the secret.</summary>
internal readonly struct Acquired<T>
    where T : class
{
    private Acquired(T? value, BatchFault? fault)
    {
        Value = value;
        Fault = fault;
    }

    public T? Value { get; }

    public BatchFault? Fault { get; }

    public static Acquired<T> Of(T value) => new(value, null);

    public static Acquired<T> Of(BatchFault fault) => new(null, fault);
}

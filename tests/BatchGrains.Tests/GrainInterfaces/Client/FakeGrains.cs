using System.Collections.Concurrent;
using System.Reflection;

namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>A grain factory whose grains are plain objects, made on first use.</summary>
public class FakeGrains : DispatchProxy
{
    private readonly ConcurrentDictionary<string, FakeBatch> _batches = new();

    private TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>How many times more no grain is found, as in a silo that has just joined.</summary>
    internal int Missing { get; set; }

    internal FakeAdmission Admission { get; } = new();

    internal FakeBatch this[BatchKey key] => _batches.GetOrAdd(key.ToString(), _ => new FakeBatch(Time));

    internal static (IGrainFactory Factory, FakeGrains Grains) Create(TimeProvider time)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        var grains = (FakeGrains)factory;
        grains.Time = time;
        return (factory, grains);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args switch
    {
        _ when Missing-- > 0 => throw new ArgumentException($"Could not find an implementation for {targetMethod?.Name}"),
        [string key, ..] => this[BatchKey.Parse(key)],
        [long, ..] => Admission,
        _ => throw new NotSupportedException(targetMethod?.Name),
    };
}

using System.Collections.Concurrent;
using System.Reflection;

namespace BatchGrains.Tests.GrainInterfaces.Client;

/// <summary>A grain factory whose grains are plain objects, made on first use.</summary>
public class FakeGrains : DispatchProxy
{
    private readonly ConcurrentDictionary<string, FakeBatch> _batches = new();

    private TimeProvider Time { get; set; } = TimeProvider.System;

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
        [string key, ..] => this[BatchKey.Parse(key)],
        [long, ..] => Admission,
        _ => throw new NotSupportedException(targetMethod?.Name),
    };
}

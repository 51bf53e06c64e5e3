using System.Reflection;
using System.Runtime.CompilerServices;
using BatchGrains.Api.Hosting;

namespace BatchGrains.Tests.Api;

/// <summary>What the API remembers belongs to one of its services, so that two hosts in a process share nothing.</summary>
public sealed class StaticStateTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Api = typeof(ApiHosting).Assembly;

    [Fact]
    public void No_static_field_can_change() => Assert.Empty(
        from type in Api.GetTypes()
        where type.FullName!.StartsWith(nameof(BatchGrains), StringComparison.Ordinal) && !type.IsDefined(typeof(CompilerGeneratedAttribute))
        from field in type.GetFields(Declared | BindingFlags.Static)
        where !field.IsLiteral && (!field.IsInitOnly || Changes(field.FieldType))
        select $"{type.Name}.{field.Name}");

    // A table of constants may be an array; one that an object keeps to itself is filled later.
    private static bool Changes(Type type) =>
        type.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent"
            ? type.IsClass
            : type.Assembly == Api && type.GetFields(Declared | BindingFlags.Instance).Any(field => !field.IsInitOnly || field.FieldType.IsArray);
}

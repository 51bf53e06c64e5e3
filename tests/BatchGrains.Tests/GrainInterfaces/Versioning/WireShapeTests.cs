using System.Reflection;

namespace BatchGrains.Tests.GrainInterfaces.Versioning;

/// <summary>
/// Names and numbers on the wire, as they were agreed on. When this fails, a rolling upgrade breaks: give a new member a new number and add
/// its line to WireShape.txt; never change or reuse a line.
/// </summary>
public sealed class WireShapeTests
{
    [Fact]
    public void Every_wire_type_keeps_its_names_and_numbers()
    {
        var expected = Golden.Text("WireShape.txt").ReplaceLineEndings("\n").TrimEnd();

        Assert.Equal(expected, string.Join('\n', Shape()));
    }

    [Fact]
    public void Every_wire_type_has_an_alias_of_its_own()
    {
        var aliases = WireTypes().Select(AliasOf).ToArray();

        Assert.All(aliases, Assert.NotNull);
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    private static IEnumerable<string> Shape()
    {
        foreach (var type in WireTypes())
        {
            yield return $"{AliasOf(type)} = {Kind(type)} {type.Name}";
            foreach (var member in Members(type))
            {
                yield return $"  {member}";
            }
        }
    }

    private static IEnumerable<Type> WireTypes() => typeof(IBatchGrain).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) is false)
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false) || (type.IsInterface && type.IsAssignableTo(typeof(IGrain))))
        .OrderBy(AliasOf, StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Select(value => $"{Convert.ToInt64(value, null)} {value}");
        }

        if (type.IsInterface)
        {
            return type.GetMethods()
                .OrderBy(method => method.Name, StringComparer.Ordinal)
                .Select(method => $"{AliasOf(method)}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}) {Name(method.ReturnType)}");
        }

        return type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(member => (member, id: member.GetCustomAttribute<IdAttribute>()?.Id))
            .Where(of => of.id is not null)
            .OrderBy(of => of.id)
            .Select(of => $"{of.id} {of.member.Name} {Name(of.member is PropertyInfo property ? property.PropertyType : ((FieldInfo)of.member).FieldType)}");
    }

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}

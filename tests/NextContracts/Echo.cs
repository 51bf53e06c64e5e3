using BatchGrains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace NextContracts;

/// <summary>Reads values, a line each of type name and hexadecimal bytes, and writes them again as this version does.</summary>
internal static class Echo
{
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        while (await input.ReadLineAsync() is { } line)
        {
            var (name, bytes) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], Convert.FromHexString(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
            var again = name switch
            {
                nameof(BatchReading) => Again<BatchReading>(serializer, bytes),
                nameof(Batch) => Again<Batch>(serializer, bytes),
                nameof(BatchReadOptions) => Again<BatchReadOptions>(serializer, bytes),
                nameof(BatchAdmission) => Again<BatchAdmission>(serializer, bytes),
                // What only this version can say.
                "New" => serializer.SerializeToArray(Newer(serializer.Deserialize<BatchReading>(bytes)!)),
                _ => throw new InvalidDataException(name),
            };
            await output.WriteLineAsync($"{name} {Convert.ToHexString(again)}");
        }

        return 0;
    }

    private static byte[] Again<T>(Serializer serializer, byte[] bytes) => serializer.SerializeToArray(serializer.Deserialize<T>(bytes));

    private static BatchReading Newer(BatchReading old) => old with
    {
        Note = "What an older version does not know.",
        Snapshot = old.Snapshot! with { Status = BatchStatus.Paused },
    };
}

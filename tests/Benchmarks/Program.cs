// Measurements that are run by hand: `dotnet run -c Release --project tests/Benchmarks -- <verb> [seconds]`.
using Benchmarks;

IVerb[] verbs =
[
    new LoadVerb(),
    new FloodVerb(),
    new ColdVerb(),
    new MemoryVerb(),
    new HttpVerb(),
    new ServeVerb(),
    new WaitersVerb(),
];
var verb = verbs.FirstOrDefault(verb => verb.Name == args.FirstOrDefault());
if (verb is null)
{
    Console.Error.WriteLine("One of:");
    foreach (var known in verbs)
    {
        Console.Error.WriteLine($"  {known.Name,-10} {known.What}");
    }

    return 2;
}

return await verb.RunAsync(args[1..]) ? 0 : 1;

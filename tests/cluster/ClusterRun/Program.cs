using ClusterRun;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: ClusterRun http://front:port compose-command [argument...]");
    return 64;
}

var containers = new Containers(args[1..]);
await using var run = new Run(new Uri(args[0]), containers);
try
{
    return await run.RunAsync() ? 0 : 1;
}
catch (InvalidOperationException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

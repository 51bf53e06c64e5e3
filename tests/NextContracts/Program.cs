using NextContracts;

// Speaks for a service that was built with a later version of the contracts.
return args switch
{
    ["echo"] => await Echo.RunAsync(Console.In, Console.Out),
    ["silo", var siloPort, var gatewayPort] => await NextSilo.RunAsync(int.Parse(siloPort, null), int.Parse(gatewayPort, null)),
    ["client", var gatewayPort] => await NextClient.RunAsync(int.Parse(gatewayPort, null), Console.Out),
    _ => 64,
};

using ProviderSimulator;

await SimulatorApp.Build(args).RunAsync();

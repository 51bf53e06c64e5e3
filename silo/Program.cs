using BatchGrains.Api.Hosting;
using BatchGrains.Silo;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

await SiloApp.Build(args).RunAsync();
return 0;

using BatchGrains.Api.Hosting;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

await ApiApp.Build(args).RunUntilStoppedAsync();
return 0;

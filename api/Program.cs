using BatchGrains.Api.Hosting;

return HealthProbe.IsAskedFor(args) ? await HealthProbe.RunAsync(args) : await ServiceRun.RunAsync(() => ApiApp.Build(args));

using BatchGrains.Api.Hosting;
using BatchGrains.Silo;

return HealthProbe.IsAskedFor(args) ? await HealthProbe.RunAsync(args) : await ServiceRun.RunAsync(() => SiloApp.Build(args));

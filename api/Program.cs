using BatchGrains.Api.Hosting;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddClusterClient();
builder.Services.AddBatchGrainsClientCache();
builder.AddBatchGrainsApi();

var app = builder.Build();
app.MapBatchGrainsApi();
await app.RunUntilStoppedAsync();
return 0;

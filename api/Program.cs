using BatchGrains.Api.Hosting;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddClusterClient();
builder.AddBatchGrainsApi();

var app = builder.Build();
app.MapBatchGrainsApi();
await app.RunAsync();
return 0;

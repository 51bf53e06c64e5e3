using BatchGrains.Api.Hosting;
using BatchGrains.Silo;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddSilo();
builder.AddBatchGrainsApi();

var app = builder.Build();
app.MapBatchGrainsApi(serveBatches: app.Configuration.GetValue("Http:Serve", true));
app.MapSiloDashboard();
await app.RunAsync();
return 0;

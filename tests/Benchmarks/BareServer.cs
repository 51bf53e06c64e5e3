using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Benchmarks;

/// <summary>What Kestrel can do at best: it writes the bytes of another server's answer, headers and body, and nothing else.</summary>
internal static class BareServer
{
    public static async Task<WebApplication> BuildAsync(HttpClient client, Uri like)
    {
        using var answer = await client.GetAsync(like);
        var body = await answer.Content.ReadAsByteArrayAsync();
        (string Name, StringValues Value)[] headers =
        [
            .. from header in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
               where header.Key is not ("Date" or "Content-Length")
               select (header.Key, new StringValues(header.Value.ToString())),
        ];

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            var response = context.Response;
            foreach (var (name, value) in headers)
            {
                response.Headers[name] = value;
            }

            response.ContentLength = body.Length;
            response.BodyWriter.Write(body);
            return Task.CompletedTask;
        });
        return app;
    }
}

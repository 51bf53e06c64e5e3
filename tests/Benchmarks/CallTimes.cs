using System.Collections.Concurrent;
using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Notes when a provider finished each answer, and tells it under <see cref="Path"/>. Ticks of <see cref="Stopwatch"/> are the same in
/// all processes of a machine.
/// </summary>
internal sealed class CallTimes : IStartupFilter
{
    public const string Path = "/call-times";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _ends = new();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, inner) =>
        {
            if (context.Request.Path == Path)
            {
                await context.Response.WriteAsJsonAsync(_ends);
                return;
            }

            await inner(context);
            var id = context.Request.Path.Value!.Split('/')[^1];
            _ends.GetOrAdd(id, _ => new()).Enqueue(Stopwatch.GetTimestamp());
        });
        next(app);
    };
}

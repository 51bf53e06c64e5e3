namespace BatchGrains.Tests.Api;

/// <summary>Reads server-sent events as lines, comments too.</summary>
internal sealed class EventReader(StreamReader reader) : IDisposable
{
    public static async Task<EventReader> OpenAsync(HttpResponseMessage response) =>
        new(new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));

    /// <summary>The lines up to the next empty one; null at the end of the stream.</summary>
    public async Task<string[]?> NextAsync()
    {
        List<string> lines = [];
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                return [.. lines];
            }

            lines.Add(line);
        }

        return null;
    }

    public void Dispose() => reader.Dispose();
}

using System.Diagnostics;

namespace BatchGrains.Grains;

/// <summary>The activity source <c>BatchGrains</c>: a span for each look, in the trace of the read that kicked it.</summary>
internal sealed class LookTraces : IDisposable
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "BatchGrains";

    private readonly ActivitySource _source = new(SourceName);

    /// <summary>Begins a look's span.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="cause">The read that kicked the look; of none when the schedule did.</param>
    /// <returns>Null when nobody takes spans.</returns>
    public Activity? Begin(string provider, ActivityContext cause) =>
        _source.StartActivity("look", ActivityKind.Internal, cause)?.SetTag("provider", provider);

    public void Dispose() => _source.Dispose();
}

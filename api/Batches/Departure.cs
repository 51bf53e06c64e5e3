using Microsoft.AspNetCore.Connections.Features;

namespace BatchGrains.Api.Batches;

/// <summary>The service stops: whoever would wait here asks another node, and for that has to leave this connection.</summary>
internal sealed class Departure(IHostApplicationLifetime lifetime)
{
    /// <summary>Cancelled when it begins; until the port is closed requests go on being answered for a while.</summary>
    public CancellationToken Begun { get; } = lifetime.ApplicationStopping;

    /// <summary>Lets the connection end with this answer. A caller that is answered at once and stays would ask again at once, over and over.</summary>
    public void EndConnection(HttpContext context)
    {
        if (Begun.IsCancellationRequested)
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
    }
}

namespace BatchGrains.Tests.Storage;

/// <summary>A connection to a real service that can be cut.</summary>
internal sealed class Wire() : DelegatingHandler(new SocketsHttpHandler())
{
    public bool IsCut { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsCut ? throw new HttpRequestException("The wire is cut.") : base.SendAsync(request, cancellationToken);
}

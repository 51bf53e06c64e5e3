namespace BatchGrains.Tests.Providers.Http;

/// <summary>Answers a request with nothing, after whatever a test wants to happen.</summary>
internal sealed class StubHandler(Func<CancellationToken, Task> answer) : HttpMessageHandler
{
    public StubHandler(Action answer)
        : this(_ =>
        {
            answer();
            return Task.CompletedTask;
        })
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await answer(cancellationToken);
        return new HttpResponseMessage();
    }
}

using System.Net;
using System.Text;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers;

/// <summary>Refuses every request as AWS does: the kind of error in a header, the words in the body.</summary>
internal sealed class RefusingHttp(HttpStatusCode status, string type, string body) : HttpMessageHandler, IHttpClientFactory
{
    public ProviderHttp Http => new(this, TimeProvider.System);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.Add("x-amzn-ErrorType", type);
        response.Headers.Add("x-amzn-RequestId", "amzn-1");
        return Task.FromResult(response);
    }
}

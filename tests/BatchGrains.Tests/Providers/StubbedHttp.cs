using System.Net;
using System.Text;
using BatchGrains.Grains.Providers.Http;

namespace BatchGrains.Tests.Providers;

/// <summary>Answers an adapter's requests in turn, and remembers them. The last answer is given again.</summary>
internal sealed class StubbedHttp(params (int Status, string Body)[] answers) : HttpMessageHandler, IHttpClientFactory
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public ProviderHttp Http => new(this, TimeProvider.System);

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (status, body) = answers[Math.Min(Requests.Count, answers.Length - 1)];
        Requests.Add(request);
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) });
    }
}

using System.Net.Http.Headers;

namespace ClusterRun;

/// <summary>The cluster's HTTP front, as a client sees it.</summary>
internal sealed class Front(Uri address) : IDisposable
{
    // Whatever takes longer counts as a failure.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) });

    /// <summary>Asks once; with a known state and a wait, holds on until the state is another one.</summary>
    public async Task<(string? Failure, string? ETag, int Age, bool IsFinal)> AskAsync(
        PolledBatch batch, string? known, int waitSeconds, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, batch.Path));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known));
            request.Headers.Add("Prefer", $"wait={waitSeconds}");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsStringAsync(limit.Token);
            if (!Answer.IsGood(response.StatusCode))
            {
                return ($"{(int)response.StatusCode} {body}", null, 0, false);
            }

            // Retry-After is on every answer about a batch that is not final.
            var headers = response.Headers;
            return (null, headers.ETag?.ToString(), (int)(headers.Age?.TotalSeconds ?? 0), headers.RetryAfter is null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ($"no answer within {Limit.TotalSeconds} s", null, 0, false);
        }
        catch (HttpRequestException failure)
        {
            return (failure.Message, null, 0, false);
        }
    }

    public async Task<bool> IsReadyAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health/ready"));
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}

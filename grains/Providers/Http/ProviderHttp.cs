using System.Net;
using System.Text;
using System.Text.Json;
using BatchGrains.Grains.Accounts;
using Polly.CircuitBreaker;

namespace BatchGrains.Grains.Providers.Http;

/// <summary>Sends one request of an adapter, and turns everything that can go wrong on the way into a fault.</summary>
internal sealed class ProviderHttp(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client, whose pipeline is in <see cref="ProviderHttpClient"/>.</summary>
    public const string ClientName = "BatchGrains.Providers";

    /// <summary>Sends the request and reads the answer.</summary>
    /// <param name="account">Whom it goes to; never in a message but by name.</param>
    /// <param name="request">The request. It may be sent twice when the connection breaks.</param>
    /// <param name="skipped">Members of a success that are not needed, see <see cref="JsonSkim"/>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<UpstreamResponse> SendAsync(
        ProviderAccount account, HttpRequestMessage request, IReadOnlyList<string> skipped, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(account.Settings.TimeoutSeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        request.Options.Set(ProviderHttpClient.Account, account);
        request.Options.Set(ProviderHttpClient.Limit, timeout.Token);
        var redaction = new Redaction(request, account.Credentials);
        string? requestId = null;
        try
        {
            using var response = await clients.CreateClient(ClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var headers = new UpstreamHeaders(response.Headers, redaction);
            requestId = headers.RequestId;
            return await ReadAsync(account, response, headers, redaction, skipped, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Faulted(timeout.IsCancellationRequested ? TimedOut(account.Provider, limit, requestId) : Unconnected(account.Provider));
        }
        catch (BrokenCircuitException broken)
        {
            return Faulted(new BatchFault
            {
                Code = BatchFaultCode.ProviderUnavailable,
                Message = $"{account.Provider} has failed several times in a row and is left alone for a while.",
                RetryAfter = broken.RetryAfter,
            });
        }
        catch (HttpRequestException failed)
        {
            return Faulted(new BatchFault
            {
                Code = BatchFaultCode.ProviderError,
                Message = $"{account.Provider} could not be reached ({failed.HttpRequestError}); check the network and Providers:{account.Provider}:BaseUrl.",
            });
        }
        // What decompression throws at a broken body: the former for gzip and deflate, the latter for Brotli.
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException { Source: "System.IO.Compression.Brotli" })
        {
            return Faulted(CommonFaults.BadResponse(account.Provider, "it is not compressed as it says", requestId));
        }
        catch (IOException)
        {
            return Faulted(new BatchFault
            {
                Code = BatchFaultCode.ProviderError,
                Message = $"The connection to {account.Provider} broke before its answer was complete{CommonFaults.Request(requestId)}.",
            });
        }
    }

    private async Task<UpstreamResponse> ReadAsync(
        ProviderAccount account, HttpResponseMessage response, UpstreamHeaders headers, Redaction redaction, IReadOnlyList<string> skipped,
        CancellationToken cancellationToken)
    {
        var success = response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;
        var error = new UpstreamError
        {
            Status = (int)response.StatusCode,
            Type = headers.ErrorType,
            Code = headers.ErrorCode,
            Message = headers.ErrorMessage,
            RequestId = headers.RequestId,
            RetryAfter = RetryHints.RetryAfter(response.Headers, time.GetUtcNow())
                ?? (response.StatusCode is HttpStatusCode.TooManyRequests ? RetryHints.Reset(response.Headers, time.GetUtcNow()) : null),
            ShouldRetry = RetryHints.ShouldRetry(response.Headers),
        };
        var bytes = await UpstreamBody.ReadAsync(
            response.Content, success ? skipped : [], success ? UpstreamBody.MostKept : UpstreamBody.MostKeptOfError, cancellationToken);
        var body = bytes is { } read ? UpstreamBody.Parse(read) : null;
        if (!success)
        {
            error = body is { } json ? error.Reading(redaction.Of(json)) : Plain(error, redaction, bytes);
            return new UpstreamResponse { Error = error, RetryAfter = error.RetryAfter, ShouldRetry = error.ShouldRetry };
        }

        return body is { ValueKind: JsonValueKind.Object }
            ? new UpstreamResponse { Body = body, Raw = bytes!.Value, RequestId = error.RequestId, RetryAfter = error.RetryAfter }
            : Faulted(CommonFaults.BadResponse(
                account.Provider,
                bytes is null ? $"it is larger than {UpstreamBody.MostKept >> 20} MB besides its results"
                    : body is null ? "it is not JSON" : "it is not a JSON object",
                error.RequestId));
    }

    private static UpstreamError Plain(UpstreamError error, Redaction redaction, ReadOnlyMemory<byte>? bytes) => error with
    {
        Message = (bytes is { } text ? UpstreamError.FirstLine(redaction.Of(Encoding.UTF8.GetString(text.Span))!) : null) ?? error.Message,
    };

    private static UpstreamResponse Faulted(BatchFault fault) => new() { Fault = fault };

    private static BatchFault Unconnected(string provider) => new()
    {
        Code = BatchFaultCode.ProviderTimeout,
        Message = $"{provider} took no connection within {ProviderHttpClient.ConnectTimeout.TotalSeconds:0.#} s; "
            + $"check the network and Providers:{provider}:BaseUrl.",
    };

    private static BatchFault TimedOut(string provider, TimeSpan limit, string? requestId) => new()
    {
        Code = BatchFaultCode.ProviderTimeout,
        Message = $"{provider} did not answer within {limit.TotalSeconds:0.#} s (Providers:{provider}:TimeoutSeconds){CommonFaults.Request(requestId)}.",
    };
}

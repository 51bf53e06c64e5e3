using BatchGrains.Api.Authentication;
using BatchGrains.Api.Errors;
using BatchGrains.Client;
using Microsoft.AspNetCore.Http.Features;

namespace BatchGrains.Api.Batches;

/// <summary>Answers one request for a batch, check by check.</summary>
internal sealed class BatchEndpoint(
    CallerIdentification identification, IBatchReader reader, BatchWait wait, BatchStream stream, BatchResponse response, Departure departure)
{
    private const int LongestRememberedTarget = 512;

    private readonly Recent<string, BatchTarget> _targets = new(4096, BatchTarget.Parse);

    public async Task AnswerAsync(HttpContext context)
    {
        if (await TryAnswerAsync(context) is { } error)
        {
            departure.EndConnection(context);
            await ErrorResponse.WriteAsync(context, error);
        }
    }

    // The order of the checks is part of the contract: the caller's key, the provider, the caller's right to it, the id, the configuration.
    private async ValueTask<ApiError?> TryAnswerAsync(HttpContext context)
    {
        if (identification.Identify(context, out var caller) is { } refusal)
        {
            return refusal;
        }

        if (!caller.TryCount(out var retryAfter))
        {
            return new ApiError(ApiErrorCode.RateLimited, "The tenant's requests for the minute are used up.") { RetryAfter = retryAfter };
        }

        var target = Target(context);
        if (target.Error is not null)
        {
            return target.Error;
        }

        var admission = await reader.AdmitAsync(caller.Tenant, target.Provider, target.BatchId);
        if (Refuse(admission, caller, target.Provider) is { } notAdmitted)
        {
            return notAdmitted;
        }

        var request = new BatchRequest(context, target, admission.Key!.Value);
        // Without the caller's token: a look is bounded by itself and shared, and Kestrel makes a token for each request that asks for one.
        var reading = await reader.ReadAsync(request.Key, request.Freshness);
        if (reading.Snapshot is not null && request.WantsStream && !request.Freshness.OnlyIfCached)
        {
            await stream.WriteAsync(context, request, reading);
            return null;
        }

        if (reading.Snapshot is not null && request.Wait is { } atMost && MayWait(request))
        {
            context.Response.Headers["Preference-Applied"] = $"wait={(int)atMost.TotalSeconds}";
            reading = await wait.ForChangeAsync(request, reading, atMost, context.RequestAborted);
        }

        if (reading.Snapshot is null)
        {
            return ApiError.Of(reading.Fault ?? Nothing, request.Key.Provider);
        }

        departure.EndConnection(context);
        await response.WriteAsync(context, request, reading, reading.Snapshot);
        return null;
    }

    // Waiting and streaming make the grain look on schedule, which only-if-cached forbids.
    private bool MayWait(BatchRequest request) =>
        request.Conditions.NameState && !request.Freshness.OnlyIfCached && !departure.Begun.IsCancellationRequested;

    private static BatchFault Nothing { get; } = new() { Code = BatchFaultCode.Internal, Message = "The service has no answer." };

    private static ApiError? Refuse(BatchAdmission admission, Caller caller, string provider) => admission.Fault switch
    {
        { Code: BatchFaultCode.UnknownProvider } unknown => ApiError.Of(unknown, provider),
        _ when !caller.MayAsk(provider) => new ApiError(ApiErrorCode.Forbidden, $"This key may not ask for batches of {provider}.")
        {
            Param = "provider",
            Provider = provider,
        },
        { } fault => ApiError.Of(fault, provider),
        null => null,
    };

    private BatchTarget Target(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return raw.Length <= LongestRememberedTarget ? _targets.Get(raw) : BatchTarget.Parse(raw);
    }
}
